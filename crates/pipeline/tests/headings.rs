//! What the shipped rules say about headings as councils print them, without any place's own rules.

use std::collections::BTreeSet;

use arrow::array::RecordBatch;
use ledger::{OwnMoney, Register, Treater, counterparties};
use model::tables::{LEDGER_LINE, SOURCE_FILE, SPEND, ledger_line, spend};

/// A place of one council without rules of its own.
fn treater(lines: &RecordBatch) -> Treater {
    let dir = tempfile::tempdir().expect("a folder");
    let place = "name = \"Ashby\"\nyear = \"2020-21\"\n[sources]\nroot = \"sources\"\n\
                 [[body]]\nid = \"ashby\"\nname = \"Ashby County Council\"\nkind = \"county_council\"\n\
                 [[source]]\nbody = \"ashby\"\nfiles = [\"*.csv\"]\n";
    std::fs::create_dir(dir.path().join("sources")).expect("a folder");
    std::fs::write(dir.path().join("place.toml"), place).expect("a file");
    let files = place::Files::read(dir.path(), place::RULES).expect("a place");
    let place = place::place(&files).expect("a place");
    let payees: BTreeSet<&str> = LEDGER_LINE.read(lines).text(ledger_line::PAYEE).iter().flatten().collect();
    let counterparties = counterparties(&Register::new(&place, &[]), payees);
    let rules = place::rules(&files).expect("the shipped rules");
    Treater::new(&place, &OwnMoney::new(), &SOURCE_FILE.rows().finish(), &counterparties, &rules)
        .expect("the rules can be used")
}

/// The word that a column of `spend` has for each line of Ashby.
fn words(lines: &str, column: &'static str) -> Vec<String> {
    let mut rows = lines.lines().map(str::trim).filter(|line| !line.is_empty());
    let heading = rows.next().expect("a heading");
    let with_body: Vec<String> = rows.map(|row| format!("ashby | {row}")).collect();
    let lines = testkit::batch(&LEDGER_LINE, &format!("body | {heading}\n{}", with_body.join("\n")));
    let spend = treater(&lines).treat(&lines).spend;
    SPEND.read(&spend).text(column).iter().map(|word| word.unwrap_or_default().to_owned()).collect()
}

/// Each line is a heading, `=>` and the word expected of it.
fn check(columns: &str, column: &'static str, expected: &str) {
    let lines: Vec<(&str, &str)> =
        expected.lines().map(str::trim).filter(|line| !line.is_empty()).map(|l| l.split_once("=>").expect(l)).collect();
    let headings: Vec<&str> = lines.iter().map(|(heading, _)| heading.trim()).collect();
    let found = words(&format!("{columns}\n{}", headings.join("\n")), column);
    let wrong: Vec<String> = lines
        .iter()
        .zip(&found)
        .filter(|((_, expected), found)| expected.trim() != found.as_str())
        .map(|((heading, expected), found)| format!("{heading}: {found} instead of{expected}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `../shared/cases/ledgers/directorate-of-several-services`.
#[test]
fn a_directorate_of_several_services_is_none_of_them() {
    check(
        "service | subjective",
        spend::SERVICE,
        "
        Environment, Economy & Culture | Main / Term Contractor                   => unclassified
        Environment, Economy & Culture | Contracted Transport Services            => unclassified
        Environment, Economy & Culture | Fixed Price Electric-Street Light Energy => highways_transport
        Adult & Community Services     | Residential Care - Private               => adult_social_care
        Children & Younger Persons     | Independent Fostering                    => childrens_social_care
        ",
    );
}

#[test]
fn headings_of_several_services_say_none() {
    check(
        "service",
        spend::SERVICE,
        "
        Housing, Environment and Leisure        => unclassified
        Highways and Libraries                  => unclassified
        Parks, Waste & Recycling                => unclassified
        Education / Adult Social Care           => unclassified
        Children's & Education Services         => unclassified
        Planning and Public Health              => unclassified
        Culture, Finance & Legal Services       => unclassified
        Trading Standards; Libraries            => unclassified
        Schools + Highways                      => unclassified
        Museums: Highways                       => unclassified
        ",
    );
    check(
        "department",
        spend::SERVICE,
        "
        Health, Education, Care and Safeguarding  => unclassified
        Environment & Neighbourhoods              => unclassified
        Children, Adults and Families             => unclassified
        Education and Communities                 => unclassified
        Commissioning & Asset Management          => unclassified
        Adults, Housing & Health                  => unclassified
        Place                                     => unclassified
        ",
    );
}

#[test]
fn headings_of_one_service_in_several_words_say_it() {
    check(
        "service",
        spend::SERVICE,
        "
        Highways & Transport Services          => highways_transport
        Cultural & Related Services            => cultural
        Environmental & Regulatory Services    => environmental_regulatory
        Waste and Recycling                    => environmental_regulatory
        Libraries, Arts & Heritage             => cultural
        Parks and Countryside                  => cultural
        Revenues and Benefits                  => central_services
        Cemeteries & Depot                     => environmental_regulatory
        Adult Social Care - Training           => adult_social_care
        Drugs and Alcohol                      => public_health
        Children and Families                  => childrens_social_care
        Roads, Bridges & Traffic               => highways_transport
        ",
    );
    check(
        "department",
        spend::SERVICE,
        "
        Regeneration & Economic Development  => planning_development
        Law & Governance                     => central_services
        Adults and Health                    => adult_social_care
        Highways and Transport               => highways_transport
        Culture & Leisure                    => cultural
        ",
    );
}

#[test]
fn the_longest_and_most_particular_words_of_a_heading_weigh_most() {
    check(
        "service",
        spend::SERVICE,
        "
        Highways Museum                  => cultural
        Transport Museum                 => cultural
        Road Safety Education            => highways_transport
        School Library Service           => education
        School Transport                 => education
        School Crossing Patrols          => highways_transport
        Housing Benefit                  => benefits
        Housing Benefit Administration   => housing
        Adult Education                  => education
        Public Health - Children 0-5     => public_health
        Parking                          => highways_transport
        Country Parks                    => cultural
        Park Lane Depot                  => central_services
        Park Road Primary School         => education
        Enterprise Business Park         => trading_services
        Police & Crime Panel             => central_services
        Fire Alarm Maintenance           => central_services
        Waste Water                      => environmental_regulatory
        Bank Street Office               => unclassified
        Children's Residential Care      => childrens_social_care
        Schools Finance                  => education
        Highways Asset Management        => highways_transport
        ",
    );
}

/// Divisions of the Service Reporting Code of Practice, and the first level of ProClass where it names a service.
#[test]
fn official_labels_have_their_service() {
    check(
        "service",
        spend::SERVICE,
        "
        Adult Social Care                                  => adult_social_care
        Central Services to the Public                     => central_services
        Corporate and Democratic Core                      => central_services
        Fire and Rescue Services                           => fire
        Housing Services                                   => housing
        Non-Distributed Costs                              => central_services
        Planning Services                                  => planning_development
        Police Services                                    => police
        Public Health                                      => public_health
        Physical Support - Adults (18-64)                  => adult_social_care
        Support with Memory and Cognition                  => adult_social_care
        Children Looked After                              => childrens_social_care
        Structural Maintenance                             => highways_transport
        Cemetery, Cremation and Mortuary Services          => environmental_regulatory
        Recreation and Sport                               => cultural
        Council Tax Benefit                                => benefits
        ",
    );
    check(
        "category",
        spend::SERVICE,
        "
        Social Community Care Supplies & Services - Adult    => adult_social_care
        Social Community Care Supplies & Services - Children => childrens_social_care
        Highways Equipment & Materials                       => highways_transport
        Passenger Transport                                  => highways_transport
        Street & Traffic Management                          => highways_transport
        Cemetery & Crematorium                               => environmental_regulatory
        Arts & Leisure Services                              => cultural
        Housing Management                                   => housing
        Human Resources                                      => unclassified
        Consultancy                                          => unclassified
        Third Party Payments                                 => unclassified
        ",
    );
}

#[test]
fn the_payee_speaks_only_where_no_heading_does() {
    check(
        "department | payee",
        spend::SERVICE,
        "
        Children, Adults and Families | Acorn Nursing Home Ltd    => adult_social_care
        Children, Adults and Families | Acorn Fostering Ltd       => childrens_social_care
        Children, Adults and Families | Acorn Primary School      => education
        Libraries                     | Acorn Primary School      => cultural
        Place                         | Acorn Skip Hire           => environmental_regulatory
        Place                         | Acorn Ltd                 => unclassified
        ",
    );
}

#[test]
fn a_client_group_is_taken_from_the_heading_that_names_it() {
    check(
        "service | description",
        spend::CLIENT_GROUP,
        "
        Adult Social Care  | Residential Care OP           => older_people
        Adult Social Care  | Home from Hospital            => older_people_leaving_hospital
        Adult Social Care  | Supported Living LD           => disabled_people
        Carers             | Carers Support Payments       => carers
        Fostering          | Foster Carers                 => children
        Early Years        | Nursery Places                => under_5s
        Youth Offending    |                               => young_offenders
        Youth Service      |                               => young_people
        Leaving Care       |                               => care_leavers
        Troubled Families  |                               => high_contact_families
        Domestic Abuse     |                               => victims_of_crime
        Drugs and Alcohol  |                               => drug_and_alcohol_users
        Probation          |                               => offenders
        Housing Benefit    |                               => benefit_claimants
        Jobcentre Plus     |                               => unemployed_people
        Council Housing    | Tenant Participation          => social_housing_tenants
        Homelessness       |                               => vulnerable_people
        Key Stage 3        |                               => aged_10_to_14
        Highways           | Resurfacing                   =>
        Older People & Learning Disability |               =>
        ",
    );
}
