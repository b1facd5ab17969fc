//! How journeys are counted and what of them is withheld.

use crate::block::Section;
use crate::sections::about_the_data::method;

pub fn method() -> Section {
    method::text(
        "journeys",
        "Journeys",
        &[
            "A journey is everything that happened to one person in the year, with whichever agency, in the order in which it happened. Agencies' \
             records are linked first, as for families.",
            "A step leads from one contact to the next. Often only the day of a contact is known. Of two contacts on one day nobody can \
             say which came first, so they are concurrent: there is no step between them, and each of them is followed by \
             whatever came next. A hand-off is a step from one agency to another. No single agency sees it, because \
             each has only its own half.",
            "A repeat is an assessment of the same kind, of the same person, within some months of an earlier one. Reviews that the \
             law asks for are no repeats, and neither is an assessment for which the agency gave a new reason. \
             A wait runs from a referral to the first contact after it at the agency that received it, in working days; calls to ask how it is going \
             do not end it. Half of the people wait no longer than the median. People who still wait count too (Kaplan and Meier's method).",
            "Failure demand is contact that is only needed because something was not done, or not done right. Avoidable contact is contact \
             that staff recorded as of low or no value (National Indicator 14, final definition). Both are shares of the contacts for which staff recorded \
             it.",
            "Steps, hand-offs, repeats and ways are counted in people. Those of fewer than ten people are left out, and others are rounded to the \
             nearest 5. We release no count of everybody who comes to an agency, or leaves it: somebody \
             could subtract the steps shown from it, and what remained would be the one that is left out. A median is shown only with ten people or more \
             on either side of it, and a sum of pounds only if no single person makes up nearly all of it.",
            "Journeys cost what agencies say that their contacts cost. Contacts without a price cost nothing here, so \
             medians are of journeys whose every contact has one. Payments in ledgers are not shared out among journeys, because pay is in no ledger.",
        ],
    )
}
