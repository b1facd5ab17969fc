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

super::tables! {
    /// Two records that were compared and are alike enough to keep.
    PERSON_PAIR person_pair "person_pair" by "linkage" about people {
        AGENCY "agency" Text required "The agency of one record";
        RECORD_ID "record_id" Text required "Its number there";
        OTHER_AGENCY "other_agency" Text required "The agency of the other";
        OTHER_RECORD_ID "other_record_id" Text required "Its number there";
        MATCH_WEIGHT "match_weight" Share required "Evidence in bits, the prior included";
        PROBABILITY "probability" Share required "Probability that both are of one person";
        RULE "rule" Text required "The blocking rule that brought them together; `people` where none did";
        IS_LINKED "is_linked" Flag required "Taken for one person: by the threshold, or by decision";
        DECIDED_BY "decided_by" Text<DecidedBy> required "What decides whether they are linked";
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
        N_RECORDS "n_records" Count required "Records of the person now; of one who is gone, before";
        OTHER_PERSON_IDS "other_person_ids" Text optional "Merged: who is no more. Split: who has records of this person now";
        TEXT "text" Text required "The change in words";
    }
}
