//! The words of a report, in Dutch and English.

/// Words for one language; English for every language but Dutch.
pub(super) struct Words {
    pub quotes: &'static str,
    pub transcripts: &'static str,
    pub codebook: &'static str,
    pub tables: &'static str,
    pub legend: &'static str,
    pub contents: &'static str,
    pub skip: &'static str,
    pub marks: &'static str,
    pub no_quotes: &'static str,
    pub documents: &'static str,
    pub segments: &'static str,
    pub coders: &'static str,
    pub narrowed: &'static str,
    pub made: &'static str,
    pub unsure: &'static str,
    pub lost: &'static str,
    pub important: &'static str,
    pub continues: &'static str,
    pub memo: &'static str,
    pub codes: &'static str,
    pub turn: &'static str,
    counted: [&'static str; 4],
}

static DUTCH: Words = Words {
    quotes: "Citaten per code",
    transcripts: "Gecodeerde documenten",
    codebook: "Codeboek",
    tables: "Tabellen",
    legend: "Legenda",
    contents: "Inhoud",
    skip: "Naar de tekst",
    marks: "Gemarkeerd zonder code",
    no_quotes: "Geen citaten.",
    documents: "Documenten",
    segments: "Citaten",
    coders: "Codeurs",
    narrowed: "Beperkt tot",
    made: "Gemaakt met",
    unsure: "de plaats in de huidige tekst is onzeker",
    lost: "staat niet meer in de huidige tekst",
    important: "belangrijk",
    continues: "vervolg",
    memo: "Memo",
    codes: "Codes",
    turn: "Beurt",
    counted: ["citaat", "citaten", "document", "documenten"],
};

static ENGLISH: Words = Words {
    quotes: "Quotes by code",
    transcripts: "Coded documents",
    codebook: "Codebook",
    tables: "Tables",
    legend: "Legend",
    contents: "Contents",
    skip: "Skip to the text",
    marks: "Marked without a code",
    no_quotes: "No quotes.",
    documents: "Documents",
    segments: "Quotes",
    coders: "Coders",
    narrowed: "Narrowed to",
    made: "Made with",
    unsure: "its place in the text as it is now is unsure",
    lost: "no longer in the text as it is now",
    important: "important",
    continues: "continued",
    memo: "Memo",
    codes: "Codes",
    turn: "Turn",
    counted: ["quote", "quotes", "document", "documents"],
};

impl Words {
    /// The words for a language.
    pub fn of(language: &str) -> &'static Self {
        if language.split('-').next() == Some("nl") { &DUTCH } else { &ENGLISH }
    }

    /// `12 quotes, 4 documents`
    pub fn counted(&self, quotes: usize, documents: usize) -> String {
        let of =
            |count: usize, one: usize| format!("{count} {}", self.counted[one + usize::from(count != 1)]);
        format!("{}, {}", of(quotes, 0), of(documents, 2))
    }
}
