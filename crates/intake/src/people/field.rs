//! What the columns of files about people are called.

use model::home::fold;

use crate::fields::heading_words;

macro_rules! person_fields {
    ($($(#[doc = $meaning:literal])* $field:ident $word:literal [$($name:literal),+];)+) => {
        /// A column of a file about people.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum PersonField { $($(#[doc = $meaning])* $field),+ }

        impl PersonField {
            pub const ALL: &[PersonField] = &[$(PersonField::$field),+];

            /// As `place.toml` says it under `columns`.
            pub fn word(self) -> &'static str {
                match self { $(PersonField::$field => $word),+ }
            }

            /// Headings that mean it, in small letters and without anything between the words.
            fn names(self) -> &'static [&'static str] {
                match self { $(PersonField::$field => &[$($name),+]),+ }
            }
        }
    };
}

person_fields! {
    /// The agency's own number of the person: in records, and in contacts.
    RecordId "record_id" [
        "recordid", "personref", "patientref", "pupilref", "clientref", "clientid", "personid", "patientid", "pupilid",
        "nominalid", "nominalref", "claimref", "claimid", "rioid", "customerref", "customerid", "uniqueid", "caseworkid", "ref",
        "reference", "id", "recid", "recordnumber", "recordno", "recordref", "uniquerecordid", "rowid", "identifier", "systemid",
        "localpatientid", "identifiant", "kennung", "cyfeirnod", "rhifcofnod", "laufendenummer", "lfdnr", "uniqueref", "nr", "no", "num", "nummer", "kundennr", "kundennummer", "aktenzeichen", "personalnr", "rhif", "numero", "numerodossier"
    ];
    GivenName "given_name" [
        "givenname", "givennames", "forename", "forenames", "forename1", "firstname", "firstnames", "christianname", "given", "fname",
        "firstn", "firstforename", "givenname1", "firstname1", "vorname", "vornamen", "rufname", "prenom", "prenoms", "enwcyntaf", "enwaucyntaf",
        "nombre", "nombres", "primernombre", "imie", "nome", "voornaam", "fornamn", "ainm"
    ];
    OtherNames "other_names" [
        "othernames", "othergivenname", "othergivennames", "middlename", "middlenames", "forename2", "secondforename", "mname", "middle",
        "middleinitial", "otherforenames", "givenname2", "firstname2", "zweitername", "deuxiemeprenom", "autresprenoms", "enwaueraill", "enwcanol"
    ];
    FamilyName "family_name" [
        "familyname", "surname", "lastname", "secondname", "lname", "sname", "lastn", "family", "surnames", "nachname", "familienname", "zuname", "nom",
        "nomdefamille", "cyfenw", "enwteuluol", "apellido", "apellidos", "nazwisko", "cognome", "sobrenome", "apelido", "achternaam",
        "efternamn", "sloinne"
    ];
    FormerName "former_name" [
        "formername", "formersurname", "previoussurname", "maidenname", "birthname", "previousname", "birthsurname", "surnameatbirth",
        "geburtsname", "nomdenaissance", "nomdejeunefille", "enwblaenorol", "cyfenwblaenorol"
    ];
    KnownAs "known_as" ["knownas", "preferredforename", "preferredname", "preferredfirstname", "alias", "nickname", "enwadwaenir"];
    /// `Marker, Siân` or `Siân Marker`.
    FullName "full_name" [
        "fullname", "name", "patientname", "clientname", "personname", "firstandsurname", "forenameandsurname", "forenamesurname",
        "firstnamesurname", "nameinfull", "displayname", "names", "vorundzuname", "vorundnachname", "namevorname", "vornamename", "nomcomplet", "nometprenom", "nomprenom",
        "enw", "enwllawn", "nombrecompleto"
    ];
    Born "born" [
        "born", "dob", "dateofbirth", "birthdate", "birthday", "dobirth", "dtofbirth", "datebirth", "bornon", "geburtsdatum",
        "gebdatum", "gebdat", "geburtstag", "gebtag", "datenaissance", "datedenaissance", "dyddiadgeni", "dyddgeni", "fechanacimiento", "fechadenacimiento",
        "dataurodzenia", "datadinascita", "datanascimento", "geboortedatum", "fodelsedatum", "databreithe"
    ];
    BornYear "born_year" [
        "bornyear", "yearofbirth", "birthyear", "yob", "doby", "dobyear", "geburtsjahr", "gebjahr", "jahrgang", "anneedenaissance",
        "anneenaissance", "blwyddyngeni"
    ];
    /// The month alone, where the date of birth is in three columns.
    BornMonth "born_month" [
        "bornmonth", "monthofbirth", "birthmonth", "mob", "dobm", "dobmonth", "geburtsmonat", "gebmonat", "moisdenaissance", "moisnaissance",
        "misgeni"
    ];
    /// The day of the month alone, where the date of birth is in three columns.
    BornDay "born_day" [
        "bornday", "dayofbirth", "dobd", "dobday", "jourdenaissance", "journaissance", "diwrnodgeni"
    ];
    /// Years since birth.
    Age "age" ["age", "ageinyears", "ageyears", "agenow", "currentage", "alter", "oed", "oedran", "edad"];
    /// The day on which the age was taken, or the whole record.
    AgeOn "age_on" ["ageon", "ageat", "ageasat", "asat", "asof", "snapshotdate", "extractdate", "dateofextract", "censusdate", "reportdate", "stichtag"];
    Sex "sex" [
        "sex", "gender", "gendercode", "sexcode", "sexatregistration", "sexatbirth", "geschlecht", "sexe", "rhyw", "rhywedd", "sexo", "plec", "sesso"
    ];
    /// Mr, Ms and so on, which tell the sex where nothing else does.
    Title "title" ["title", "salutation", "anrede", "civilite", "teitl"];
    Address "address" [
        "address", "fulladdress", "addressline1", "address1", "lastknownaddress", "homeaddress", "currentaddress", "addr", "addr1",
        "street", "streetaddress", "streetname", "road", "residentialaddress", "adresse", "anschrift", "strasse", "rue", "cyfeiriad",
        "cyfeiriadcartref", "direccion", "indirizzo", "ulica", "addressline", "seoladh"
    ];
    AddressMore "address_more" [
        "addressline2", "addressline3", "addressline4", "address2", "address3", "address4", "addr2", "addr3", "streetnumber", "streetno",
        "housenumber", "houseno", "housename", "housenameornumber", "housenonumber", "buildingnumber", "buildingname", "flat", "flatnumber", "unit",
        "hausnummer", "hausnr", "numerorue", "rhifty", "paon", "saon", "locality", "district", "village"
    ];
    Town "town" [
        "town", "posttown", "city", "addresstown", "suburb", "municipality", "towncity", "townorcity", "cityortown", "placeofresidence", "ort", "wohnort", "stadt",
        "gemeinde", "ville", "commune", "tref", "trefpost", "dinas", "ciudad", "citta", "miasto", "cidade", "plaats", "baile"
    ];
    Postcode "postcode" [
        "postcode", "postalcode", "addresspostcode", "homepostcode", "pcode", "pc", "pcd", "pcds", "zip", "zipcode", "plz", "postleitzahl",
        "codepostal", "codpost", "codigopostal", "kodpocztowy", "cap", "postnummer", "correctpostcode"
    ];
    Uprn "uprn" ["uprn", "uniquepropertyreferencenumber"];
    NhsNumber "nhs_number" ["nhsnumber", "nhsno", "nhs", "nhsnum", "newnhsnumber", "nhsnumbernew", "rhifgig", "nhsid", "nhsnummer", "nhsnr", "numeronhs", "numernhs", "nonhs", "rhifnhs"];
    Nino "nino" ["nino", "nationalinsurancenumber", "ninumber", "nationalinsuranceno", "ni", "nino1", "natinsno", "natinsnumber", "nationalinsurance", "rhifyswiriantgwladol", "yswiriantgwladol"];
    Upn "upn" ["upn", "uniquepupilnumber", "upnnumber", "rhifdisgyblunigryw"];
    /// Another number that is the person's own.
    Number "number" [
        "socsecid", "ssn", "socialsecuritynumber", "socialsecurityno", "passportnumber", "passportno", "drivinglicencenumber", "drivinglicence",
        "personnummer", "personalnumber", "pesel", "sozialversicherungsnummer", "numerodesecuritesociale", "hospitalnumber", "medicarenumber",
        "nationalid", "nationalidnumber", "chinumber", "hcnumber", "pncid", "uln", "uniquelearnernumber", "taxid", "taxnumber"
    ];
    Phone "phone" ["phone", "phonenumber", "telephone", "telephonenumber", "mobile", "mobilenumber", "tel", "telno", "telephoneno", "phoneno", "mobileno", "mobilephone", "homephone", "hometelephone", "telefon", "telefonnummer", "handy", "handynummer", "telephonemobile", "contactnumber", "ffon", "rhifffon", "telefono", "daytimephone"];
    Email "email" ["email", "emailaddress", "mail", "emailaddr", "emailid", "mailadresse", "courriel", "ebost", "cyfeiriadebost", "correo", "correoelectronico", "adressemail"];
    HouseholdRef "household_ref" ["householdref", "householdid", "tenancyref", "tenancyid", "familyref", "familyid", "caseref", "caseid"];
    Relation "relation" ["relation", "relationship", "relationshiptotenant"];
    CarerName "carer_name" ["carername", "parentorcarer", "parentcarer", "parentguardian", "parentname", "guardianname", "parent", "carer"];
    CarerRef "carer_ref" ["carerref", "carerid", "carerclientid", "parentref", "parentid", "parentclientid"];
    /// A parent who lives elsewhere.
    OtherCarerName "other_carer_name" ["othercarername", "secondcontact", "secondcontactname", "contact2name", "otherparent", "otherparentname"];
    OtherCarerPostcode "other_carer_postcode" ["othercarerpostcode", "secondcontactpostcode", "contact2postcode", "otherparentpostcode"];
    PartnerRef "partner_ref" ["partnerref", "partnerid", "partnernino", "partnerclientid"];
    /// None, support in school, or a plan of education, health and care.
    SenProvision "sen_provision" ["senprovision", "senprovisioncode", "senstatus", "sencode", "sen"];
    /// The first day for which the agency says what the record says.
    ValidFrom "valid_from" [
        "validfrom", "tenancystartdate", "tenancystart", "tenancystarted", "movedindate", "moveindate", "dateofentry", "entrydate",
        "dateofadmission", "admissiondate", "openeddate", "dateopened", "opendate", "caseopened", "caseopeneddate", "registeredfrom",
        "registrationdate", "dateregistered", "registrationstart", "claimstart", "claimstartdate", "startdate", "fromdate", "datefrom"
    ];
    /// The last such day.
    ValidTo "valid_to" [
        "validto", "tenancyenddate", "tenancyend", "tenancyended", "movedoutdate", "moveoutdate", "dateofleaving", "leavingdate",
        "dateleft", "closeddate", "dateclosed", "closedate", "caseclosed", "casecloseddate", "registeredto", "registereduntil",
        "deregistrationdate", "registrationend", "claimend", "claimenddate", "enddate", "todate", "dateto"
    ];
    /// Of a pregnancy.
    ExpectedDelivery "expected_delivery" [
        "expecteddelivery", "expecteddeliverydate", "expecteddateofdelivery", "edd", "estimateddeliverydate", "estimateddateofdelivery",
        "expecteddateofbirth", "edddate", "agreededd"
    ];
    /// The day on which it ended.
    Delivered "delivered" [
        "delivered", "deliverydate", "dateofdelivery", "delivereddate", "pregnancyend", "pregnancyenddate", "pregnancyended"
    ];
    // Of contacts.
    ContactId "contact_id" ["contactid", "eventid", "activityid", "contactref", "eventref"];
    Activity "activity" ["activity", "event", "eventtype", "contacttype", "activitytype", "service"];
    Team "team" ["team", "role", "teamname"];
    Start "start" [
        "start", "startdate", "contactdate", "eventdate", "activitydate", "date", "dateofcontact", "appointmentdate", "visitdate",
        "dateofvisit", "startdatetime", "startdateandtime", "datetime", "dateandtime", "contactdatetime", "contactdateandtime",
        "eventdatetime", "activitydatetime", "appointmentdatetime", "appointmentdateandtime", "visitdatetime", "timestamp",
        "starttimestamp", "startedat", "startat", "startdttm", "datestarted"
    ];
    /// A time of day in a column of its own; a date and a time where no other column has the date.
    StartTime "start_time" [
        "starttime", "time", "timestart", "timestarted", "timefrom", "fromtime", "contacttime", "timeofcontact", "eventtime",
        "activitytime", "appointmenttime", "timeofappointment", "visittime", "timeofvisit"
    ];
    End "end" [
        "end", "enddate", "closeddate", "enddatetime", "enddateandtime", "endtimestamp", "endedat", "endat", "enddttm", "dateended",
        "finishdate", "completeddate", "datecompleted", "completedat", "completiondate"
    ];
    EndTime "end_time" ["endtime", "timeend", "timeended", "timeto", "totime", "finishtime", "timefinished", "appointmentendtime"];
    /// What led to it: a review, a step-up, a referral.
    TriggeredBy "triggered_by" [
        "triggeredby", "trigger", "triggerreason", "promptedby", "reasonforassessment", "assessmentreason", "assessmenttrigger"
    ];
    AssessmentType "assessment_type" ["assessmenttype", "typeofassessment", "assessmentkind", "assessmentname", "reviewtype"];
    /// Whether it is work of value, or work because something was not done, or not done right.
    Demand "demand" [
        "demand", "demandtype", "typeofdemand", "demandcategory", "valueorfailure", "failuredemand", "avoidable", "avoidablecontact",
        "isavoidable"
    ];
    /// The agency's number of the case that it belongs to.
    CaseId "case_id" [
        "caseid", "caseref", "casenumber", "caseno", "casereference", "episodeid", "episoderef", "episodenumber", "episodeno"
    ];
    Channel "channel" ["channel", "contactmethod", "method"];
    Outcome "outcome" ["outcome", "result"];
    Cost "cost" ["cost", "unitcost", "amount"];
}

impl PersonField {
    pub fn parse(word: &str) -> Option<PersonField> {
        PersonField::ALL.iter().copied().find(|field| field.word() == word)
    }

    /// Whether it is in files of contacts, rather than of records.
    fn is_of_contacts(self) -> bool {
        PersonField::ContactId <= self
    }
}

/// What a heading means; none where it means nothing that is read.
pub fn field_of(heading: &str, is_contacts: bool) -> Option<PersonField> {
    let squashed = squashed(heading);
    let is_here = |field: &PersonField| {
        if is_contacts { field.is_of_contacts() || *field == PersonField::RecordId } else { !field.is_of_contacts() }
    };
    // The longest names stand first for each field; which field a name is of is never in doubt except for `id`.
    PersonField::ALL.iter().copied().filter(is_here).find(|field| field.names().contains(&squashed.as_str()))
}

/// The field and number of a heading that numbers several columns of one field: `fname_c2`, `Forename 2`.
pub(super) fn numbered_field(heading: &str) -> Option<(PersonField, u32)> {
    let squashed = squashed(heading);
    let base = squashed.trim_end_matches(|c: char| c.is_ascii_digit());
    let number: u32 = squashed[base.len()..].parse().ok().filter(|number| (1..=9).contains(number))?;
    let is_repeated = |field: &PersonField| {
        use PersonField::*;
        matches!(
            field,
            GivenName
                | FamilyName
                | Phone
                | Email
                | Postcode
                | Address
                | AddressMore
                | Born
                | Sex
                | FullName
                | OtherNames
        )
    };
    let of = |base: &str| field_of(base, false).filter(is_repeated);
    of(base).or_else(|| of(base.strip_suffix(['c', 'n'])?)).map(|field| (field, number))
}

/// Words of a heading that is about somebody else, or about another time or place of the person's life.
const OF_ANOTHER: &[&str] = &[
    "mother",
    "mothers",
    "father",
    "fathers",
    "parent",
    "parents",
    "carer",
    "carers",
    "guardian",
    "partner",
    "spouse",
    "husband",
    "wife",
    "kin",
    "nok",
    "emergency",
    "gp",
    "doctor",
    "surgery",
    "practice",
    "school",
    "employer",
    "landlord",
    "worker",
    "officer",
    "contact",
    "referrer",
    "agent",
    "referral",
    "previous",
    "former",
    "old",
    "maiden",
    "birthplace",
    "place",
    "next",
    "sibling",
    "baby",
    "child1",
    "child2",
    "dependant",
    "dependent",
    "solicitor",
    "social",
    "owner",
    "applicant2",
    "joint",
    "second",
    "other",
    "alternative",
    "payee",
    "supplier",
    "team",
    "ward",
    "file",
    "created",
    "work",
    "workplace",
    "business",
    "company",
    "organisation",
    "bank",
    "updated",
    "mam",
    "tad",
    "mutter",
    "vater",
];

/// Whether a heading is about somebody or something else than the person.
pub(super) fn is_of_another(heading: &str) -> bool {
    heading_words(&fold(heading)).iter().any(|word| OF_ANOTHER.contains(&word.as_str()))
}

/// The field whose name is part of a heading, as `postcode_fake` contains `postcode`; none where the heading is about
/// somebody else.
pub(super) fn contained_field(heading: &str) -> Option<PersonField> {
    let words = heading_words(&fold_words(heading));
    if is_of_another(heading) || words.len() < 2 {
        return None;
    }
    let has_any = |names: &[&str]| words.iter().any(|word| names.contains(&word.as_str()));
    if has_any(&["first", "given", "forename", "vor", "vorname", "prenom"])
        && has_any(&["last", "family", "surname", "zuname", "nachname", "nom"])
    {
        return Some(PersonField::FullName);
    }
    let runs = (1..words.len()).rev().flat_map(|n_words| words.windows(n_words));
    let is_checkable = |field: &PersonField| {
        use PersonField::*;
        matches!(
            field,
            GivenName
                | FamilyName
                | FullName
                | Born
                | Sex
                | Postcode
                | Address
                | Town
                | Phone
                | Email
                | NhsNumber
                | Nino
                | Upn
        )
    };
    let is_of_person = |word: &String| OF_THE_PERSON.contains(&word.as_str()) || word.starts_with("name");
    let is_meant = |field: &PersonField| match field {
        // `Course name` is not a person's.
        PersonField::FullName => words.iter().all(is_of_person),
        // Where somebody was born says little of where they live.
        PersonField::Town | PersonField::Postcode => {
            !words.iter().any(|word| word.starts_with("birth") || word == "born")
        }
        _ => true,
    };
    let found = runs.map(|run| run.concat()).filter(|run| 3 <= run.len());
    found.filter_map(|run| field_of(&run, false)).find(|field| is_checkable(field) && is_meant(field))
}

/// Words of a heading that say that it is the person's.
const OF_THE_PERSON: &[&str] = &[
    "patient",
    "client",
    "person",
    "persons",
    "pupil",
    "student",
    "customer",
    "tenant",
    "resident",
    "citizen",
    "member",
    "child",
    "claimant",
    "subject",
    "individual",
    "service",
    "user",
    "people",
    "full",
    "whole",
    "complete",
    "display",
    "applicant",
    "of",
    "the",
    "offender",
    "victim",
];

/// A heading in ASCII with its capitals, which part words.
fn fold_words(heading: &str) -> String {
    if heading.is_ascii() { heading.to_owned() } else { fold(heading) }
}

/// A heading in small letters without accents, and without anything between its words.
pub(super) fn squashed(heading: &str) -> String {
    if heading.is_ascii() { heading_words(heading).concat() } else { heading_words(&fold(heading)).concat() }
}

/// Whether a heading, in small letters and without anything between its words, names a field except for one slip of the pen.
pub(super) fn is_near(field: PersonField, squashed: &str) -> bool {
    /// In a shorter name, one letter makes another word.
    const LETTERS_MIN: usize = 6;
    let is_long = |name: &&&str| LETTERS_MIN <= name.len();
    field.names().iter().filter(is_long).any(|name| is_one_slip(name, squashed))
}

/// One letter missing, added or changed, or two that have changed places.
pub(super) fn is_one_slip(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let n_alike = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[n_alike..], &other[n_alike..]);
    match (one, other) {
        ([a, b, rest @ ..], [c, d, others @ ..]) if a == d && b == c && rest == others => true,
        ([_, rest @ ..], [_, others @ ..]) if rest == others => true,
        ([_, rest @ ..], _) if rest == other => true,
        (_, [_, others @ ..]) => one == others,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_many_systems_mean_what_they_say() {
        let of = |heading| field_of(heading, false).map(PersonField::word);
        for (heading, field) in [
            ("NOMINAL_ID", "record_id"),
            ("RiO ID", "record_id"),
            ("D.O.B.", "born"),
            ("LastName", "family_name"),
            ("Second name", "family_name"),
            ("FORENAME2", "other_names"),
            ("Parent or Carer", "carer_name"),
            ("Post Code", "postcode"),
            ("NHSNumber", "nhs_number"),
            ("Tenancy Start Date", "valid_from"),
            ("DateOfLeaving", "valid_to"),
            ("Closed Date", "valid_to"),
            ("EDD", "expected_delivery"),
            ("SENprovision", "sen_provision"),
        ] {
            assert_eq!(of(heading), Some(field), "{heading}");
        }
        assert_eq!(of("Shoe size"), None);
        assert_eq!((of("Activity"), field_of("Activity", true)), (None, Some(PersonField::Activity)));
        assert_eq!(field_of("person_ref", true), Some(PersonField::RecordId));
    }

    #[test]
    fn one_slip_is_forgiven() {
        for heading in ["surnmae", "surnam", "surrname", "surnane"] {
            assert!(is_near(PersonField::FamilyName, heading), "{heading}");
        }
        for heading in ["surn", "supplier", "sirnamme", ""] {
            assert!(!is_near(PersonField::FamilyName, heading), "{heading}");
        }
        assert!(!is_near(PersonField::Upn, "upm"), "one letter makes another word");
    }

    #[test]
    fn no_name_means_two_fields() {
        for is_contacts in [false, true] {
            for field in PersonField::ALL.iter().filter(|field| field.is_of_contacts() == is_contacts) {
                for name in field.names() {
                    assert_eq!(field_of(name, is_contacts), Some(*field), "{name}");
                }
                assert_eq!(PersonField::parse(field.word()), Some(*field));
            }
        }
    }
}
