//! Tables of who is who.

super::tables! {
    /// Two records that were compared and are alike enough to keep.
    PERSON_PAIR person_pair "person_pair" by "linkage::people" about people {
        AGENCY "agency" Text required "The agency of one record";
        RECORD_ID "record_id" Text required "Its number there";
        OTHER_AGENCY "other_agency" Text required "The agency of the other";
        OTHER_RECORD_ID "other_record_id" Text required "Its number there";
        MATCH_WEIGHT "match_weight" Share required "Evidence in bits, the prior included";
        PROBABILITY "probability" Share required "Probability that both are of one person";
        RULE "rule" Text required "The blocking rule that brought them together";
        IS_LINKED "is_linked" Flag required "Taken for one person: by the threshold, or by decision";
        DECIDED_BY "decided_by" Text required "model, or `people` where decisions/person_pairs.csv settles it";
    }

    /// Who is who: the person whom a record is of.
    PERSON_CLUSTER person_cluster "person_cluster" by "linkage::people" about people {
        AGENCY "agency" Text required "The agency that holds the record";
        RECORD_ID "record_id" Text required "Its number there";
        PERSON_ID "person_id" Id required "The person; lasting once signed, see decisions/people.csv";
    }

    /// What changed against the people who were signed last, to be read before it is signed.
    PERSON_CHANGE person_change "person_change" by "linkage::people" about people {
        CHANGE "change" Text required "new, merged, split, changed or gone";
        PERSON_ID "person_id" Id required "The person";
        N_RECORDS "n_records" Count required "Records of the person now; of one who is gone, before";
        OTHER_PERSON_IDS "other_person_ids" Text optional "Merged: who is no more. Split: who has records of this person now";
        TEXT "text" Text required "The change in words";
    }
}
