//! The buildings of Trafford as a place: registers of eight kinds, areas and postcodes, built and compared with what a
//! separate script found by looking at everything.
#![allow(clippy::print_stdout)] // a test whose data are absent says so

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use estate::place::{Demand, Holding, Stock, neighbours};
use estate::{Answer, Choice, Model, Obstacle, Point, Question, Site, locate, reach_by_air};
use model::tables::{
    AREA, AREA_FIGURE, AreaLevel, BUILDING, BUILDING_CLOSURE, BUILDING_MOVE, BUILDING_PAIR, ESTATE_MONEY,
    ESTATE_OBSTACLE, ESTATE_PLAN, EstateMoney, building_closure, building_pair, estate_money, estate_obstacle,
    estate_plan,
};
use model::{Position, Table};
use money::Money;
use pipeline::Silent;
use serde_json::Value;

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");

/// Bodies of the place by id and kind.
const BODIES: [(&str, &str); 7] = [
    ("trafford", "council"),
    ("hubs", "voluntary"),
    ("leisure", "other"),
    ("nhs", "nhs_commissioner"),
    ("dwp", "department"),
    ("probation", "agency"),
    ("fire", "fire"),
];
/// Whose each list is, and what its buildings are.
const LISTS: [(&str, &str, &str); 8] = [
    ("trafford", "library", "trafford/libraries.csv"),
    ("hubs", "community hub", "trafford/community_hubs.csv"),
    ("leisure", "leisure centre", "trafford/leisure_centres.csv"),
    ("trafford", "children's centre", "trafford/childrens_centres.csv"),
    ("nhs", "general practice", "trafford/general_practices.csv"),
    ("dwp", "jobcentre", "greater-manchester/jobcentreplus.csv"),
    ("probation", "probation office", "greater-manchester/probation_offices.csv"),
    ("fire", "fire station", "greater-manchester/fire_stations.geojson"),
];
const AREAS: &str = "\"trafford/derived_demand_lsoa.csv\", \"trafford/postcodes.csv.gz\"";

struct Built {
    _folder: tempfile::TempDir,
    dir: PathBuf,
}

impl Built {
    fn read(&self, table: &'static Table) -> arrow::array::RecordBatch {
        let folder = pipeline::folder(&self.dir).expect("it is built");
        engine::read_all(folder.path(), table).expect("the table is there")
    }
}

/// Trafford, built with these questions; none, and a plain line, where the data are absent.
fn trafford(questions: &[(&str, &str)]) -> Option<Built> {
    let root = Path::new(SHARED).join("estate");
    let Ok(root) = root.canonicalize() else {
        println!("skipped: the registers are not on this machine");
        return None;
    };
    let mut text = format!(
        "name = \"Trafford\"\nyear = \"2025-26\"\narea_codes = [\"E08000009\"]\n[sources]\nroot = {:?}\nignore = [\"**\"]\n",
        root.display().to_string()
    );
    for (id, kind) in BODIES {
        text.push_str(&format!("[[body]]\nid = \"{id}\"\nname = \"{id} of Trafford\"\nkind = \"{kind}\"\n"));
    }
    for (body, kind, file) in LISTS {
        text.push_str(&format!(
            "[[source]]\nkind = \"buildings\"\nbody = \"{body}\"\nbuilding = \"{kind}\"\nfiles = [\"{file}\"]\n"
        ));
    }
    text.push_str(&format!("[[source]]\nkind = \"areas\"\nfiles = [{AREAS}]\n"));
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("trafford");
    std::fs::create_dir_all(dir.join("estate")).unwrap();
    std::fs::write(dir.join("place.toml"), text).unwrap();
    for (name, question) in questions {
        std::fs::write(dir.join(format!("estate/{name}.toml")), question).unwrap();
    }
    pipeline::build(&dir, &[], &Silent).expect("the place is built");
    Some(Built { _folder: folder, dir })
}

fn known() -> Value {
    let text = std::fs::read_to_string(Path::new(SHARED).join("estate/known_answers.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

const LIBRARIES: &str = "title = \"Libraries of Trafford\"\nfirst_year = \"2026-27\"\nn_years = 10\npounds_per_km = 0.5\n\
    move_cost = 20000\nrunning = { each = 120000, source = \"made up for a test\" }\n\
    exit = { each = 30000, source = \"made up for a test\" }\n\
    [[service]]\nid = \"library\"\nbody = \"trafford\"\narea = 200\n";

#[test]
fn neighbours_of_different_agencies_are_as_known() {
    let Some(built) = trafford(&[]) else { return };
    let answers = &known()["pairs_of_different_agencies"];
    let buildings = built.read(&BUILDING);
    // 65 buildings, of which six outlines of fire stations are three sites.
    assert_eq!(buildings.num_rows(), 65 - 3);
    let pairs = built.read(&BUILDING_PAIR);
    let metres: Vec<f64> = BUILDING_PAIR.read(&pairs).iter().map(|row| row.number(building_pair::METRES)).collect();
    let within = |limit: f64| metres.iter().filter(|metres| **metres <= limit).count() as u64;
    // The known answers count each outline of a fire station for itself: their pairs are told apart here.
    let without_fire = |limit: f64| {
        let rows = BUILDING_PAIR.read(&pairs);
        let near = rows.iter().filter(|row| row.number(building_pair::METRES) <= limit);
        near.filter(|row| row.text(building_pair::AGENCY) != "fire" && row.text(building_pair::OTHER_AGENCY) != "fire")
            .count()
    };
    assert_eq!(within(100.0), answers["within_100_m"].as_u64().unwrap());
    assert_eq!([without_fire(250.0), without_fire(500.0)], [16 - 3, 41 - 4]);
    assert_eq!((metres[0] * 10.0).round() / 10.0, 4.3);
    let nearest = answers["nearest_25"].as_array().unwrap();
    let rows: Vec<f64> = (nearest.iter())
        .filter(|pair| !pair[2].as_str().unwrap().starts_with("fire"))
        .map(|pair| pair[0].as_f64().unwrap())
        .collect();
    let own: Vec<f64> = (BUILDING_PAIR.read(&pairs).iter())
        .filter(|row| row.text(building_pair::AGENCY) != "fire" && row.text(building_pair::OTHER_AGENCY) != "fire")
        .map(|row| (row.number(building_pair::METRES) * 10.0).round() / 10.0)
        .collect();
    assert_eq!(own[..rows.len()], rows);
}

/// Every outline for itself, as the known answers have them.
#[test]
fn with_every_outline_for_itself_the_pairs_are_those_of_the_script() {
    let Some(built) = trafford(&[]) else { return };
    let mut stock = Stock::of(&built.read(&BUILDING));
    stock.buildings.retain(|holding| holding.agency.as_deref() != Some("fire"));
    let file = intake::files::Found {
        body_id: Some("fire".to_owned()),
        shown_path: "fire_stations.geojson".to_owned(),
        path: Path::new(SHARED).join("estate/greater-manchester/fire_stations.geojson"),
        kind: model::place::SourceKind::Buildings,
        agency: None,
        columns: Vec::new(),
        building: Some("fire station".to_owned()),
    };
    let district = intake::buildings::District { name: "Trafford".to_owned(), codes: vec!["E08000009".to_owned()] };
    let place = intake::buildings::Whereabouts { districts: vec![district], ..Default::default() };
    let outlines = intake::buildings::read_file(&file, &place).sites;
    assert_eq!(outlines.len(), 6);
    stock.buildings.extend(outlines.into_iter().map(|site| Holding {
        agency: site.agency,
        kind: site.kind,
        at: site.position.map(|(at, _)| at),
        ..Holding::default()
    }));
    let answers = &known()["pairs_of_different_agencies"];
    for metres in [100, 250, 500, 800] {
        let expected = answers[format!("within_{metres}_m")].as_u64().unwrap();
        assert_eq!(neighbours(&stock, f64::from(metres)).len() as u64, expected, "{metres} m");
    }
    let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
    for pair in neighbours(&stock, 500.0) {
        let mut both = [pair.one, pair.other].map(|at| stock.buildings[at].kind.clone().unwrap());
        both.sort();
        *kinds.entry(both.join(" + ")).or_default() += 1;
    }
    let expected = answers["by_kinds_within_500_m"].as_object().unwrap();
    assert_eq!(kinds, expected.iter().map(|(kinds, n)| (kinds.clone(), n.as_u64().unwrap())).collect());
}

/// The libraries as a location model, from the tables of the place.
fn libraries(built: &Built, question: Question, limit: Option<f64>) -> Model {
    let stock = Stock::of(&built.read(&BUILDING));
    let demand = Demand::of(AreaLevel::Lsoa, &["E08000009".to_owned()], &built.read(&AREA), &built.read(&AREA_FIGURE));
    assert_eq!((demand.areas.len(), demand.total("population")), (139, 241_025.0));
    let own: Vec<&Holding> =
        stock.buildings.iter().filter(|holding| holding.kind.as_deref() == Some("library")).collect();
    let sites: Vec<Position> = own.iter().filter_map(|holding| holding.at).collect();
    let points: Vec<Position> = demand.areas.iter().filter_map(|area| area.at).collect();
    let site =
        |holding: &&Holding| Site { id: holding.name.clone(), state: Choice::Free, capacity: None, cost: Money::ZERO };
    let point = |area: &estate::place::DemandArea| {
        let people = area.figures["population"];
        let group = Some(format!("{}", area.figures["deprivation_decile"]));
        Point { id: area.code.clone(), people, load: people, group }
    };
    Model {
        title: "libraries".to_owned(),
        question,
        points: demand.areas.iter().map(point).collect(),
        sites: own.iter().map(site).collect(),
        reach: reach_by_air(&sites, &points, 1.0, None),
        limit,
        may_split: false,
        unit: "km".to_owned(),
    }
}

#[test]
fn location_models_from_the_tables_of_a_place_are_those_of_enumeration() {
    let Some(built) = trafford(&[]) else { return };
    let answers = &known()["libraries_as_location_problem"];
    let patient = &mut |_: &estate::Progress| ControlFlow::Continue(());
    for n_sites in 1..=13 {
        let model = libraries(&built, Question::Median { n_sites }, None);
        let plan = locate(&model, 1, patient).best().expect("there is a plan").clone();
        let known = &answers["p_median"][n_sites.to_string()];
        assert!((plan.value - known["person_km"].as_f64().unwrap()).abs() < 0.001, "{n_sites}: {}", plan.value);
        let mean = plan.access(&model).mean().unwrap();
        assert!((mean - known["mean_km"].as_f64().unwrap()).abs() < 1e-6);
        let open: Vec<&str> = known["open"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        assert_eq!(plan.ids(&model), open);
    }
    let all = libraries(&built, Question::Median { n_sites: 13 }, None);
    let plan = locate(&all, 1, patient).best().unwrap().clone();
    assert!((plan.access(&all).longest - answers["farthest_lsoa_km"].as_f64().unwrap()).abs() < 1e-6);
    for (decile, access) in plan.access_by_group(&all) {
        let known = &answers["nearest_km_by_imd_2025_decile"][&decile];
        assert_eq!(access.people, known[0].as_f64().unwrap());
        assert!((access.mean().unwrap() - known[1].as_f64().unwrap()).abs() < 1e-4, "{decile}");
    }
    let Answer::Impossible(why) = locate(&libraries(&built, Question::Cover, Some(3.0)), 1, patient) else {
        panic!("nobody covers everybody within 3 km")
    };
    assert!(
        matches!(&why[..], [Obstacle::BeyondLimit { point, people, .. }] if point == "E01006087" && *people == 1426.0)
    );
}

#[test]
fn plans_of_a_place_have_money_access_and_a_proof() {
    let Some(built) = trafford(&[("libraries", LIBRARIES)]) else { return };
    let plans = built.read(&ESTATE_PLAN);
    let rows: Vec<model::Row<'_>> = ESTATE_PLAN.read(&plans).iter().collect();
    assert!(rows.iter().all(|row| row.flag(estate_plan::IS_PROVED)));
    let best = &rows[0];
    assert_eq!(best.text(estate_plan::PLAN_ID), "libraries-best-1");
    let n_closes = best.count(estate_plan::N_CLOSES);
    assert!(0 < n_closes && n_closes < 13, "{n_closes}");
    assert_eq!(best.money(estate_plan::SAVED_A_YEAR), Money::from_pence(n_closes as i64 * 12_000_000));
    assert_eq!(best.money(estate_plan::ONCE), Money::from_pence(n_closes as i64 * 3_000_000));
    // With everything open the mean is that of the p-median with 13 sites.
    assert!((best.number(estate_plan::MEAN_DISTANCE_NOW) - 0.928_167).abs() < 1e-6);
    assert_eq!(rows.iter().filter(|row| row.text(estate_plan::ROLE) == "next_best").count(), 5);
    let frontier: Vec<&model::Row<'_>> = rows.iter().filter(|row| row.text(estate_plan::ROLE) == "frontier").collect();
    assert!(4 <= frontier.len());
    for two in frontier.windows(2) {
        assert!(two[0].money(estate_plan::SAVED_A_YEAR) < two[1].money(estate_plan::SAVED_A_YEAR));
        assert!(two[0].number(estate_plan::MEAN_DISTANCE) < two[1].number(estate_plan::MEAN_DISTANCE));
    }
    assert!((frontier[0].number(estate_plan::MEAN_DISTANCE) - 0.928_167).abs() < 1e-6, "the nearest plan of all");
    // The last keeps one library, the cheapest that serves everybody; the nearest of these is the 1-median.
    let last = frontier.last().unwrap();
    assert_eq!(last.count(estate_plan::N_OPEN), 1);
    assert!((last.number(estate_plan::MEAN_DISTANCE) - 3.631_937).abs() < 1e-6);
    check_money(&built, n_closes);
    check_closures(&built);
}

/// A building runs through the year in which it closes, so nine years of ten are saved.
fn check_money(built: &Built, n_closes: u64) {
    let money = built.read(&ESTATE_MONEY);
    let of = |kind: EstateMoney| -> Money {
        let rows = ESTATE_MONEY.read(&money);
        let own = rows.iter().filter(|row| row.text(estate_money::PLAN_ID) == "libraries-best-1");
        own.filter(|row| row.text(estate_money::KIND) == kind.word()).map(|row| row.money(estate_money::AMOUNT)).sum()
    };
    assert_eq!(of(EstateMoney::RunningSaved), Money::from_pence(n_closes as i64 * 9 * 12_000_000));
    assert_eq!(of(EstateMoney::ExitCost), Money::from_pence(n_closes as i64 * 3_000_000));
    assert_eq!(of(EstateMoney::MoveCost), Money::ZERO);
}

/// The costs of closing one library alone are those of the twelve others.
fn check_closures(built: &Built) {
    let closures = built.read(&BUILDING_CLOSURE);
    let rows: Vec<model::Row<'_>> = BUILDING_CLOSURE.read(&closures).iter().collect();
    assert_eq!(rows.len(), 13);
    let least = rows.iter().map(|row| row.number(building_closure::PERSON_DISTANCE)).fold(f64::INFINITY, f64::min);
    // 12 libraries cost 223,846.474 person-km, and 13 cost 223,711.338.
    assert!((least - (223_846.474 - 223_711.338)).abs() < 0.01, "{least}");
    assert!(rows.iter().all(|row| row.number(building_closure::PEOPLE_STRANDED) == 0.0));
    assert!(rows.iter().any(|row| row.number_if_any(building_closure::DEPRIVED_FURTHER).is_some_and(|n| 0.0 < n)));
}

#[test]
fn a_limit_that_nobody_can_keep_is_told_in_peoples_words() {
    let question = LIBRARIES.replace("area = 200\n", "area = 200\nlimit = 3\n");
    let Some(built) = trafford(&[("near", &question), ("broken", "title = 3\n")]) else { return };
    let obstacles = built.read(&ESTATE_OBSTACLE);
    let texts: Vec<(String, String)> = (ESTATE_OBSTACLE.read(&obstacles).iter())
        .map(|row| (row.text(estate_obstacle::QUESTION).to_owned(), row.text(estate_obstacle::TEXT).to_owned()))
        .collect();
    let near: Vec<&String> = texts.iter().filter(|(question, _)| question == "near").map(|(_, text)| text).collect();
    assert_eq!(near.len(), 1, "{texts:?}");
    assert!(
        near[0].starts_with("1,426 people of E01006087 have no building that could offer library within 3 km"),
        "{near:?}"
    );
    assert!(
        texts.iter().any(|(question, text)| question == "broken" && text.contains("estate/broken.toml:1")),
        "{texts:?}"
    );
    assert_eq!(built.read(&ESTATE_PLAN).num_rows(), 0);
    assert_eq!(built.read(&BUILDING_CLOSURE).num_rows(), 13);
}

#[test]
fn a_plan_becomes_a_proposal_that_is_appraised() {
    let Some(built) = trafford(&[("libraries", LIBRARIES)]) else { return };
    let path = pipeline::propose_plan(&built.dir, "libraries-best-1").expect("the plan is written");
    assert!(path.ends_with("proposals/libraries-best-1.toml"));
    let text = std::fs::read_to_string(&path).unwrap();
    let reference = appraisal::Reference::builtin();
    let proposal = appraisal::read(&text, "libraries-best-1.toml", &reference).unwrap_or_else(|mistakes| {
        panic!(
            "{}\n{text}",
            mistakes.mistakes.iter().map(authored::Mistake::in_one_line).collect::<Vec<_>>().join("\n")
        )
    });
    let case = appraisal::appraise(&proposal, &reference).expect("it is appraised");
    assert_eq!(case.bodies.len(), 1);
    assert!(matches!(pipeline::propose_plan(&built.dir, "libraries-best-1"), Err(pipeline::Error::ProposalThere(_))));
    assert!(matches!(pipeline::propose_plan(&built.dir, "no-such-plan"), Err(pipeline::Error::NoPlan(..))));
    std::fs::write(built.dir.join("estate/libraries.toml"), LIBRARIES.replace("120000", "130000")).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(pipeline::propose_plan(&built.dir, "libraries-best-1"), Err(pipeline::Error::BuildStale(_))));
}

#[test]
fn a_place_without_buildings_has_empty_tables_and_no_mention() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    std::fs::create_dir(dir.join("sources")).unwrap();
    std::fs::write(dir.join("sources/a.csv"), "Supplier,Date,Amount\nAcorn,01/05/2024,10.00\nBirch,02/05/2024,12.00\n")
        .unwrap();
    std::fs::write(
        dir.join("place.toml"),
        "name = \"X\"\nyear = \"2024-25\"\n[[body]]\nid = \"a\"\nname = \"A Council\"\nkind = \"council\"\n[[source]]\nbody = \"a\"\nfiles = [\"*.csv\"]\n",
    )
    .unwrap();
    pipeline::build(dir, &[], &Silent).unwrap();
    let built = Built { dir: dir.to_owned(), _folder: folder };
    for table in [&BUILDING, &BUILDING_PAIR, &ESTATE_PLAN, &BUILDING_MOVE, &AREA] {
        assert_eq!(built.read(table).num_rows(), 0, "{}", table.name);
    }
}
