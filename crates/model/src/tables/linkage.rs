//! Tables of who is who.

use crate::words;

words! {
    /// What decides whether two records are of one person.
    DecidedBy {
        Model = "model",
        /// What decisions/person_pairs.csv settles.
        People = "people",
    }
}

words! {
    /// What happened to a person since the last signature.
    PersonChangeKind {
        /// Records that were of several people are now of this one.
        Merged = "merged",
        /// Records of this person are now of others too.
        Split = "split",
        /// Records came or went; nothing else changed.
        Changed = "changed",
        /// A person with no record that was known before.
        New = "new",
        /// None of the person's records is there any more.
        Gone = "gone",
    }
}

words! {
    /// A threshold, by how sure a link must be.
    LinkThreshold {
        /// A fifth of the doubt that the chosen threshold accepts.
        Stricter = "stricter",
        /// What is used.
        Chosen = "chosen",
        /// Five times as much doubt.
        Looser = "looser",
    }
}

super::tables! {
    /// Two records that were compared and are alike enough to keep.
    PERSON_PAIR person_pair "person_pair" by "linkage" about people {
        AGENCY "agency" Text required "The agency of one record";
        RECORD_ID "record_id" Text required "Its number there";
        OTHER_AGENCY "other_agency" Text required "The agency of the other";
        OTHER_RECORD_ID "other_record_id" Text required "Its number there";
        MATCH_WEIGHT "match_weight" Share required "Evidence in bits, including the prior";
        PROBABILITY "probability" Share required "Probability that both are of one person";
        RULE "rule" Text required "The blocking rule that brought them together; `people` if none did";
        IS_LINKED "is_linked" Flag required "Treated as one person: by the threshold, or by decision";
        DECIDED_BY "decided_by" Text<DecidedBy> required "What decides whether they are linked";
        GAMMA_GIVEN_NAME "gamma_given_name" Id optional "Level on the first name: -1 missing, 0 anything else, higher means more alike; empty if it is not compared";
        BF_GIVEN_NAME "bf_given_name" Estimate optional "How many times likelier that level is if they are one person than if they are two (Bayes factor)";
        GAMMA_FAMILY_NAME "gamma_family_name" Id optional "Level on the surname: -1 missing, 0 anything else, higher means more alike; empty if it is not compared";
        BF_FAMILY_NAME "bf_family_name" Estimate optional "How many times likelier that level is if they are one person than if they are two (Bayes factor)";
        GAMMA_OTHER_NAMES "gamma_other_names" Id optional "Level on the middle names: -1 missing, 0 anything else, higher means more alike; empty if it is not compared";
        BF_OTHER_NAMES "bf_other_names" Estimate optional "How many times likelier that level is if they are one person than if they are two (Bayes factor)";
        GAMMA_BORN "gamma_born" Id optional "Level on the birth: -1 missing, 0 anything else, higher means more alike; empty if it is not compared";
        BF_BORN "bf_born" Estimate optional "How many times likelier that level is if they are one person than if they are two (Bayes factor)";
        GAMMA_HOME "gamma_home" Id optional "Level on the home: -1 missing, 0 anything else, higher means more alike; empty if it is not compared";
        BF_HOME "bf_home" Estimate optional "How many times likelier that level is if they are one person than if they are two (Bayes factor)";
        GAMMA_ADDRESS "gamma_address" Id optional "Level on the address: -1 missing, 0 anything else, higher means more alike; empty if it is not compared";
        BF_ADDRESS "bf_address" Estimate optional "How many times likelier that level is if they are one person than if they are two (Bayes factor)";
        GAMMA_TOWN "gamma_town" Id optional "Level on the town: -1 missing, 0 anything else, higher means more alike; empty if it is not compared";
        BF_TOWN "bf_town" Estimate optional "How many times likelier that level is if they are one person than if they are two (Bayes factor)";
        GAMMA_SEX "gamma_sex" Id optional "Level on the sex: -1 missing, 0 anything else, higher means more alike; empty if it is not compared";
        BF_SEX "bf_sex" Estimate optional "How many times likelier that level is if they are one person than if they are two (Bayes factor)";
        GAMMA_NHS_NUMBER "gamma_nhs_number" Id optional "Level on the NHS number: -1 missing, 0 anything else, higher means more alike; empty if it is not compared";
        BF_NHS_NUMBER "bf_nhs_number" Estimate optional "How many times likelier that level is if they are one person than if they are two (Bayes factor)";
        GAMMA_NINO "gamma_nino" Id optional "Level on the National Insurance number: -1 missing, 0 anything else, higher means more alike; empty if it is not compared";
        BF_NINO "bf_nino" Estimate optional "How many times likelier that level is if they are one person than if they are two (Bayes factor)";
        GAMMA_UPN "gamma_upn" Id optional "Level on the pupil number: -1 missing, 0 anything else, higher means more alike; empty if it is not compared";
        BF_UPN "bf_upn" Estimate optional "How many times likelier that level is if they are one person than if they are two (Bayes factor)";
        GAMMA_NUMBER "gamma_number" Id optional "Level on the another number of the person: -1 missing, 0 anything else, higher means more alike; empty if it is not compared";
        BF_NUMBER "bf_number" Estimate optional "How many times likelier that level is if they are one person than if they are two (Bayes factor)";
        GAMMA_PHONE "gamma_phone" Id optional "Level on the telephone number: -1 missing, 0 anything else, higher means more alike; empty if it is not compared";
        BF_PHONE "bf_phone" Estimate optional "How many times likelier that level is if they are one person than if they are two (Bayes factor)";
        GAMMA_EMAIL "gamma_email" Id optional "Level on the email address: -1 missing, 0 anything else, higher means more alike; empty if it is not compared";
        BF_EMAIL "bf_email" Estimate optional "How many times likelier that level is if they are one person than if they are two (Bayes factor)";
        GAMMA_AGE "gamma_age" Id optional "Level on the age: -1 missing, 0 anything else, higher means more alike; empty if it is not compared";
        BF_AGE "bf_age" Estimate optional "How many times likelier that level is if they are one person than if they are two (Bayes factor)";
        FURTHER_LEVELS "further_levels" Text optional "Levels of comparisons of the place's own that have other names: `name gamma bf`, with `|` between them";
    }

    /// Who is who: the person whom a record is of.
    PERSON_CLUSTER person_cluster "person_cluster" by "linkage" about people {
        AGENCY "agency" Text required "The agency that holds the record";
        RECORD_ID "record_id" Text required "Its number there";
        PERSON_ID "person_id" Id required "The person; lasting once signed, see decisions/people.csv";
    }

    /// What changed against the people who were signed last, to be read before it is signed.
    PERSON_CHANGE person_change "person_change" by "linkage" about people {
        CHANGE "change" Text<PersonChangeKind> required "What happened";
        PERSON_ID "person_id" Id required "The person";
        N_RECORDS "n_records" Count required "Records of the person now; for one who is gone, before";
        OTHER_PERSON_IDS "other_person_ids" Text optional "Merged: the person who no longer exists. Split: who now has records of this person";
        TEXT "text" Text required "The change in words";
    }

    /// The thresholds at which people are counted, to show how much depends on the one that is used.
    LINK_THRESHOLD link_threshold "link_threshold" by "linkage" {
        THRESHOLD "threshold" Text<LinkThreshold> required "Stricter, looser, or the one that is used";
        PROBABILITY "probability" Share required "Probability at or above which two records are linked";
    }

    /// Who is who at the thresholds that are not used.
    PERSON_CLUSTER_AROUND person_cluster_around "person_cluster_around" by "linkage" about people {
        THRESHOLD "threshold" Text<LinkThreshold> required "Stricter or looser";
        AGENCY "agency" Text required "The agency that holds the record";
        RECORD_ID "record_id" Text required "Its number there";
        PERSON_ID "person_id" Id required "The person at this threshold; numbered only for this table";
    }

    /// How right links are estimated to be among records whose names come from one place. A pair of two origins counts in both.
    LINK_ERROR link_error "link_error" by "linkage" about people {
        NAME_ORIGIN "name_origin" Text required "Where names come from, by the lists";
        N_RECORDS "n_records" Count required "Records with such names";
        N_FOUND "n_found" Count required "Pairs of records of one person that were found";
        N_WRONG "n_wrong" Estimate required "Of these, how many are estimated to be wrong";
        N_MISSED "n_missed" Estimate optional "How many more are estimated to be missed; empty if this is not known";
    }
}
