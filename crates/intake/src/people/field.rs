//! What the columns of files about people are called.

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
        "reference", "id"
    ];
    GivenName "given_name" ["givenname", "givennames", "forename", "forenames", "forename1", "firstname", "firstnames", "christianname"];
    OtherNames "other_names" ["othernames", "othergivenname", "othergivennames", "middlename", "middlenames", "forename2", "secondforename"];
    FamilyName "family_name" ["familyname", "surname", "lastname", "secondname"];
    FormerName "former_name" ["formername", "formersurname", "previoussurname", "maidenname", "birthname"];
    KnownAs "known_as" ["knownas", "preferredforename", "preferredname", "preferredfirstname", "alias", "nickname"];
    /// `Marker, Siân` or `Siân Marker`.
    FullName "full_name" ["fullname", "name", "patientname", "clientname", "personname"];
    Born "born" ["born", "dob", "dateofbirth", "birthdate"];
    BornYear "born_year" ["bornyear", "yearofbirth", "birthyear", "yob"];
    Sex "sex" ["sex", "gender", "gendercode", "sexcode", "sexatregistration"];
    /// Mr, Ms and so on, which tell the sex where nothing else does.
    Title "title" ["title", "salutation"];
    Address "address" ["address", "fulladdress", "addressline1", "address1", "lastknownaddress", "homeaddress", "currentaddress"];
    AddressMore "address_more" ["addresstown", "addressline2", "addressline3", "address2", "address3", "town", "posttown", "city"];
    Postcode "postcode" ["postcode", "postalcode", "addresspostcode", "homepostcode"];
    Uprn "uprn" ["uprn", "uniquepropertyreferencenumber"];
    NhsNumber "nhs_number" ["nhsnumber", "nhsno"];
    Nino "nino" ["nino", "nationalinsurancenumber", "ninumber", "nationalinsuranceno"];
    Upn "upn" ["upn", "uniquepupilnumber"];
    Phone "phone" ["phone", "phonenumber", "telephone", "telephonenumber", "mobile", "mobilenumber"];
    Email "email" ["email", "emailaddress"];
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
    Start "start" ["start", "startdate", "contactdate", "eventdate", "activitydate", "date"];
    End "end" ["end", "enddate", "closeddate"];
    Channel "channel" ["channel", "contactmethod", "method"];
    Outcome "outcome" ["outcome", "result"];
    Cost "cost" ["cost", "unitcost", "amount"];
}

impl PersonField {
    pub fn parse(word: &str) -> Option<PersonField> {
        PersonField::ALL.iter().copied().find(|field| field.word() == word)
    }

    /// Whether it stands in files of contacts, rather than of records.
    fn is_of_contacts(self) -> bool {
        PersonField::ContactId <= self
    }
}

/// What a heading means; none where it means nothing that is read.
pub fn field_of(heading: &str, is_contacts: bool) -> Option<PersonField> {
    let squashed = heading_words(heading).concat();
    let is_here = |field: &PersonField| {
        if is_contacts { field.is_of_contacts() || *field == PersonField::RecordId } else { !field.is_of_contacts() }
    };
    // The longest names stand first for each field; which field a name is of is never in doubt but for `id`.
    PersonField::ALL.iter().copied().filter(is_here).find(|field| field.names().contains(&squashed.as_str()))
}

/// Whether a heading, in small letters and without anything between its words, names a field but for one slip of the pen.
pub(super) fn is_near(field: PersonField, squashed: &str) -> bool {
    /// In a shorter name, one letter makes another word.
    const LETTERS_MIN: usize = 6;
    let is_long = |name: &&&str| LETTERS_MIN <= name.len();
    field.names().iter().filter(is_long).any(|name| is_one_slip(name.as_bytes(), squashed.as_bytes()))
}

/// One letter missing, added or changed, or two that have changed places.
fn is_one_slip(one: &[u8], other: &[u8]) -> bool {
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
