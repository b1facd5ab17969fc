//! What may leave the place about people.

super::tables! {
    /// One figure about people that passed the disclosure rules: all that leaves the place about them.
    RELEASED_FIGURE released_figure "released_figure" by "disclosure::release" {
        TOPIC "topic" Text required "Which table of figures it belongs to";
        POSITION "position" Count required "Its place in that table";
        CATEGORY "category" Text required "What is counted";
        MEASURE "measure" Text required "families, people, cost and so on";
        N "n" Count optional "The count as released: rounded; empty where it is withheld or a sum of money";
        AMOUNT "amount" Money optional "Pounds as released: rounded; empty where withheld or a count";
        SHOWN "shown" Text required "What a page prints: `[c]` where the figure is withheld";
        POLICY "policy" Text required "The disclosure rule it passed";
    }
}
