//! Tables of areas and of public buildings, and of what could be done with them.

use crate::words;

words! {
    /// What kind of area a code names, by the first three signs of its GSS code.
    AreaLevel {
        OutputArea = "output_area",
        Lsoa = "lsoa",
        Msoa = "msoa",
        Ward = "ward",
        District = "district",
        County = "county",
        CombinedAuthority = "combined_authority",
        Region = "region",
        Country = "country",
        Other = "other",
    }
}

words! {
    /// Where the centre or size of an area comes from.
    AreaBasis {
        /// A file prints it.
        Printed = "printed",
        /// It was computed from the outline.
        Outline = "outline",
    }
}

words! {
    /// How it is known where a building stands.
    LocatedBy {
        /// Its own longitude and latitude.
        Coordinates = "coordinates",
        /// Its own easting and northing on the British National Grid, to about five metres.
        Grid = "grid",
        /// The middle of its outline, or of its outlines.
        Outline = "outline",
        /// The middle of its postcode.
        Postcode = "postcode",
    }
}

words! {
    /// What the running cost of a building rests on.
    CostBasis {
        /// The register prints it.
        Register = "register",
        /// So much a square metre, as the estate file states.
        PerSquareMetre = "per_square_metre",
        /// So much a building, as the estate file states.
        PerBuilding = "per_building",
    }
}

words! {
    /// Why a plan is among the plans of a question.
    PlanRole {
        /// The best by money and access, as the question weighs them.
        Best = "best",
        /// One of the next best.
        NextBest = "next_best",
        /// The nearest to people within some money: a point of the frontier.
        Frontier = "frontier",
    }
}

words! {
    /// What a plan does with a building.
    BuildingFate {
        Stays = "stays",
        Closes = "closes",
        Opens = "opens",
    }
}

words! {
    /// What a sum of an estate plan is.
    EstateMoney {
        /// Running costs that end with a closure, each year from then on.
        RunningSaved = "running_saved",
        /// Running costs of what opens.
        RunningAdded = "running_added",
        /// What closing costs once: dilapidations, void rates, making safe.
        ExitCost = "exit_cost",
        /// What moving services costs once.
        MoveCost = "move_cost",
        /// What opening a building costs once.
        OpeningCost = "opening_cost",
        /// What a sale may bring: capital, and its owner's.
        Receipt = "receipt",
    }
}

super::tables! {
    /// One area with its code, what it lies in and its outline.
    AREA area "area" by "intake::areas" {
        FILE_ID "file_id" Text required "The first file that names it";
        ROW "row" Count required "Row or feature of that file, from 1";
        CODE "code" Text required "GSS code as printed";
        NAME "name" Text required "Name as printed; the code where no file prints one";
        LEVEL "level" Text<AreaLevel> required "What kind of area it is, by its code";
        DISTRICT_CODE "district_code" Text optional "The district it lies in";
        DISTRICT_NAME "district_name" Text optional "Name of that district";
        MSOA_CODE "msoa_code" Text optional "The middle-layer area it lies in";
        LSOA_CODE "lsoa_code" Text optional "The lower-layer area it lies in";
        EDITIONS "editions" Text optional "Censuses or years whose lists name it, with spaces between them";
        POPULATION "population" Count optional "People, by the latest figure of its files";
        POPULATION_AS_OF "population_as_of" Text optional "The day or count of that, as printed";
        LONGITUDE "longitude" Estimate optional "Longitude of its centre";
        LATITUDE "latitude" Estimate optional "Latitude of its centre";
        CENTRE_BASIS "centre_basis" Text<AreaBasis> optional "Where the centre comes from";
        AREA_KM2 "area_km2" Estimate optional "Square kilometres";
        AREA_BASIS "area_basis" Text<AreaBasis> optional "Where the square kilometres come from";
        OUTLINE "outline" Text optional "The outline as GeoJSON geometry, as the file has it";
    }

    /// One number about one area.
    AREA_FIGURE area_figure "area_figure" by "intake::areas" {
        FILE_ID "file_id" Text required "The file it is in";
        ROW "row" Count required "Row or feature of the file, from 1";
        CODE "code" Text required "Code of the area";
        FIGURE "figure" Text required "What is counted: `population`, `aged_65_and_over`, `households`, `households_without_car`, `deprivation_decile`";
        AS_OF "as_of" Text required "The day or count it is of, as printed; empty where the file does not say";
        VALUE "value" Estimate required "How many";
    }

    /// The middle of one postcode.
    POSTCODE postcode "postcode" by "intake::areas" {
        FILE_ID "file_id" Text required "The file it is in";
        ROW "row" Count required "Row of the file";
        POSTCODE "postcode" Text required "The postcode, with one space";
        LONGITUDE "longitude" Estimate required "Longitude of its middle";
        LATITUDE "latitude" Estimate required "Latitude of its middle";
        LSOA_CODE "lsoa_code" Text optional "The lower-layer area it lies in";
        DISTRICT_CODE "district_code" Text optional "The district it lies in";
    }

    /// One building, site or piece of land of one body.
    BUILDING building "building" by "intake::buildings" {
        FILE_ID "file_id" Text required "The file and sheet it is in";
        FILE "file" Text required "Path of the file below the sources' root, with the sheet in brackets";
        ROW "row" Count required "Row or feature of the file; the first of several features";
        BUILDING_ID "building_id" Text required "Names the building in this place: whose it is, and the register's number or the name";
        REGISTER_ID "register_id" Text optional "The register's own number";
        BODY_ID "body_id" Text optional "The body whose file it is";
        AGENCY "agency" Text optional "Who uses it, as the source says; the body's id otherwise";
        OWNER "owner" Text private "Owner or occupier as printed, who may be a private person";
        NAME "name" Text required "Name as printed; the number where none is printed";
        KIND "kind" Text optional "What it is, as the source says or the file prints";
        UPRN "uprn" Text optional "Unique property reference number as printed; it may stand on several buildings";
        ADDRESS "address" Text optional "Address as printed, its columns joined";
        POSTCODE "postcode" Text optional "Postcode; as printed where it is not one";
        AREA_CODE "area_code" Text optional "Code of the district or other area as printed";
        LONGITUDE "longitude" Estimate optional "Longitude; empty where it is not known where the building stands";
        LATITUDE "latitude" Estimate optional "Latitude";
        LOCATED_BY "located_by" Text<LocatedBy> optional "How it is known where it stands";
        TENURE "tenure" Text optional "Freehold, leasehold, as printed";
        TENURE_DETAIL "tenure_detail" Text optional "Owner occupied, vacant, leased out, as printed";
        HOLDING "holding" Text optional "Land, buildings or both, as printed";
        FLOOR_AREA_M2 "floor_area_m2" Estimate optional "Floor area in square metres";
        OCCUPIED_M2 "occupied_m2" Estimate optional "Occupied floor area in square metres";
        EMPTY_M2 "empty_m2" Estimate optional "Empty floor area in square metres";
        UNDER_USED_M2 "under_used_m2" Estimate optional "Under-used floor area in square metres";
        DESKS "desks" Estimate optional "Desks or workstations";
        FTE "fte" Estimate optional "Full-time equivalents who work there";
        RUNNING_COST "running_cost" Money optional "What it costs to run in a year, if the register says";
        RUNNING_COST_BASIS "running_cost_basis" Text<CostBasis> optional "What that rests on";
        VALUATION "valuation" Money optional "What it is valued at, as printed; in no total";
        BACKLOG "backlog" Money optional "Cost of the repairs that are due, all grades of risk together";
        LEASE_BREAK "lease_break" Date optional "First day on which the lease may be ended";
        LEASE_END "lease_end" Date optional "Last day of the lease";
        ENERGY_RATING "energy_rating" Text optional "Letter of the energy certificate";
        AS_OF "as_of" Date optional "Day of which the register speaks";
        OPENING_HOURS "opening_hours" Text optional "Opening hours as printed";
        SERVICES "services" Text optional "What is offered there, as printed";
        IS_AGGREGATE "is_aggregate" Flag required "Several sites in one row, which stand nowhere on a map";
        N_FEATURES "n_features" Count required "Features of the file that are this one building";
    }

    /// A number about a building that its file prints with a unit, beside those of `building`.
    BUILDING_FIGURE building_figure "building_figure" by "intake::buildings" {
        BUILDING_ID "building_id" Text required "The building";
        FILE_ID "file_id" Text required "The file and sheet";
        ROW "row" Count required "Row of the file";
        FIGURE "figure" Text required "Heading without its unit, the group above it before `: ` where headings repeat";
        UNIT "unit" Text required "Unit as printed in the heading: `£`, `m²`, `%`";
        VALUE "value" Estimate required "The number as printed";
    }

    /// Two buildings of different agencies within walking distance of each other.
    BUILDING_PAIR building_pair "building_pair" by "estate" {
        BUILDING_ID "building_id" Text required "One building";
        OTHER_BUILDING_ID "other_building_id" Text required "The other";
        METRES "metres" Estimate required "Straight line between them";
        AGENCY "agency" Text required "Who uses the one";
        OTHER_AGENCY "other_agency" Text required "Who uses the other";
        KIND "kind" Text optional "What the one is";
        OTHER_KIND "other_kind" Text optional "What the other is";
        SPARE_M2 "spare_m2" Estimate optional "Empty and under-used square metres of the one, if its file says";
        OTHER_SPARE_M2 "other_spare_m2" Estimate optional "The same of the other";
    }

    /// One plan for the buildings of some services.
    ESTATE_PLAN estate_plan "estate_plan" by "estate" {
        PLAN_ID "plan_id" Text required "Names the plan: the file in `estate/`, and its number in it";
        QUESTION "question" Text required "The file in `estate/` that asks";
        TITLE "title" Text required "Its title";
        ROLE "role" Text<PlanRole> required "Why the plan is listed";
        RANK "rank" Count required "Its place among the plans of its role, from 1";
        N_OPEN "n_open" Count required "Buildings that stay or open";
        N_CLOSES "n_closes" Count required "Buildings that close";
        N_MOVES "n_moves" Count required "Services that move into another building";
        SAVED_A_YEAR "saved_a_year" Money required "Running costs that end, less those that begin, each year once all is done";
        ONCE "once" Money required "Exit, moving and opening costs, once";
        RECEIPTS "receipts" Money required "Valuations of what closes and is owned: capital, apart, and in no other sum";
        PEOPLE "people" Estimate required "People times services that they need";
        MEAN_DISTANCE "mean_distance" Estimate required "Distance to the service, on average";
        LONGEST_DISTANCE "longest_distance" Estimate required "The longest distance of anybody";
        MEAN_DISTANCE_NOW "mean_distance_now" Estimate optional "The same with everything as it is; empty where somebody is beyond a limit now";
        UNIT "unit" Text required "What distances are measured in";
        IS_PROVED "is_proved" Flag required "Whether no better plan exists";
        GAP "gap" Share required "How far it may be from the best, as a share of the bound";
    }

    /// What a plan does with one building.
    BUILDING_MOVE building_move "building_move" by "estate" {
        PLAN_ID "plan_id" Text required "The plan";
        BUILDING_ID "building_id" Text required "The building";
        FATE "fate" Text<BuildingFate> required "Whether it stays, closes or opens";
        FROM_YEAR "from_year" Year optional "The year in which it closes or opens: not before its lease lets go";
        SERVICES_NOW "services_now" Text optional "Services there now, with `; ` between them";
        SERVICES_THEN "services_then" Text optional "Services there by the plan";
        BODY_ID "body_id" Text required "Who pays for it";
        RUNNING_COST "running_cost" Money required "What it costs to run in a year";
        RUNNING_COST_BASIS "running_cost_basis" Text<CostBasis> required "What that rests on";
        EXIT_COST "exit_cost" Money required "What closing costs once; nought where it stays";
    }

    /// A plan's money of one body in one year.
    ESTATE_MONEY estate_money "estate_money" by "estate" {
        PLAN_ID "plan_id" Text required "The plan";
        BODY_ID "body_id" Text required "Who pays or saves";
        FINANCIAL_YEAR "financial_year" Year required "The year";
        KIND "kind" Text<EstateMoney> required "What the sum is";
        AMOUNT "amount" Money required "Pounds, always positive: the kind says which way they go";
    }

    /// How far a group of people is from services, now and by a plan.
    ESTATE_ACCESS estate_access "estate_access" by "estate" {
        PLAN_ID "plan_id" Text required "The plan";
        SERVICE "service" Text required "The service";
        GROUPING "grouping" Text required "How people are told apart: `everybody`, `deprivation_decile`, `without_car`";
        GROUP "group" Text required "Which of them";
        PEOPLE "people" Estimate required "How many people or households";
        MEAN_NOW "mean_now" Estimate optional "Distance now, on average; empty where somebody is beyond the limit now";
        MEAN_THEN "mean_then" Estimate required "Distance by the plan";
        LONGEST_THEN "longest_then" Estimate required "The longest by the plan";
        N_FURTHER "n_further" Estimate required "Those who would go further than now";
    }

    /// What closing one building alone would mean, with all else as it is.
    BUILDING_CLOSURE building_closure "building_closure" by "estate" {
        QUESTION "question" Text required "The file in `estate/`";
        BUILDING_ID "building_id" Text required "The building";
        SAVES "saves" Money required "What it costs to run in a year, before anything that closing costs";
        PEOPLE_FURTHER "people_further" Estimate required "People who would go further, counted once for each service";
        PERSON_DISTANCE "person_distance" Estimate required "People times the distance that they would go further";
        MOST_FURTHER "most_further" Estimate required "The most that anybody would go further";
        MOST_FURTHER_AREA "most_further_area" Text optional "Where they live";
        PEOPLE_STRANDED "people_stranded" Estimate required "People who would have no building within the limit";
        DEPRIVED_FURTHER "deprived_further" Estimate optional "Those of the three most deprived tenths who would go further, if the areas say";
        WITHOUT_CAR_FURTHER "without_car_further" Estimate optional "Households without a car there, if the areas say";
    }

    /// Why a question about buildings has no plan, or no answer, in words.
    ESTATE_OBSTACLE estate_obstacle "estate_obstacle" by "estate" {
        QUESTION "question" Text required "The file in `estate/`";
        STOPS "stops" Flag required "Whether there is no plan because of it; otherwise plans leave it out";
        TEXT "text" Text required "What stands in the way";
    }
}
