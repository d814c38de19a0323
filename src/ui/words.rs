//! What the screen says, in Dutch and English. A message without a translation does not compile.

use super::language::Language;
use crate::index::finder::IndexNote;

/// A fixed word or phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Word {
    /// A document that was not begun.
    Todo,
    /// A document that was begun.
    Busy,
    /// A document that is finished.
    Done,
    /// The layer that one works in.
    Layer,
    /// No other layer is shown.
    Alone,
    /// The journal is another window's.
    ReadOnly,
    /// Not yet on disk.
    Pending,
    /// A passage without a code.
    Mark,
    /// Nothing is coded here.
    NoCodeHere,
    /// In front of the selection's size.
    Selection,
    /// In front of the codings whose edges move.
    Edges,
    /// In front of the families that are shown.
    Visible,
    /// Every family is shown.
    Everything,
    /// In front of the sticky code.
    Sticky,
    /// There is no document.
    NoDocuments,
    /// A document is being read.
    Opening,
    /// Heading of the panel beside the text.
    AtCursor,
    /// Heading of the codes on digits.
    Slots,
    /// Heading of a definition's exclusions.
    Not,
    /// A facet without a value.
    Open,
    /// Heading of the families.
    Families,
    /// Heading of the coders.
    Coders,
    /// In front of letters being typed.
    Letters,
    /// Nothing fits what was typed.
    NothingFits,
    /// Asks for the number of a turn.
    WhichTurn,
    /// Asks for the name of a code.
    NameOfCode,
    /// Asks for the name of a query.
    NameOfQuery,
    /// Asks for a file.
    FileToWrite,
    /// For the file that a table is written to.
    TableToWrite,
    /// Asks for the reason of the choices that follow.
    WhyOfChoices,
    /// Asks for the reason for splitting a code.
    WhyOfSplit,
    /// For the file that the trail is written to.
    JournalToWrite,
    /// Asks for an attribute of documents.
    AttributeToSet,
    /// The screen is too small for anything.
    TooSmall,
}

impl Word {
    /// The words.
    pub fn say(self, language: Language) -> &'static str {
        let (dutch, english) = match self {
            Self::Todo => ("te doen", "to do"),
            Self::Busy => ("bezig", "busy"),
            Self::Done => ("klaar", "done"),
            Self::Layer => ("laag", "layer"),
            Self::Alone => ("alleen", "alone"),
            Self::ReadOnly => ("alleen lezen", "read-only"),
            Self::Pending => ("nog niet bewaard", "not saved yet"),
            Self::Mark => ("markering", "mark"),
            Self::NoCodeHere => ("nog geen code", "no code yet"),
            Self::Selection => ("selectie", "selection"),
            Self::Edges => ("randen", "edges"),
            Self::Visible => ("zichtbaar", "shown"),
            Self::Everything => ("alles", "everything"),
            Self::Sticky => ("kleeft", "sticky"),
            Self::NoDocuments => (
                "Er zijn nog geen documenten. I importeert bestanden: tekst, Word, ondertitels, tabellen …",
                "There are no documents yet. I imports files: text, Word, subtitles, tables …",
            ),
            Self::Opening => ("… wordt geopend", "… is being opened"),
            Self::AtCursor => ("OP DEZE PLAATS", "AT THIS PLACE"),
            Self::Slots => ("OP DE CIJFERS", "ON THE DIGITS"),
            Self::Not => ("niet", "not"),
            Self::Open => ("open", "open"),
            Self::Families => ("FAMILIES", "FAMILIES"),
            Self::Coders => ("CODERS", "CODERS"),
            Self::Letters => ("letters", "letters"),
            Self::NothingFits => ("niets past", "nothing fits"),
            Self::WhichTurn => ("naar beurt", "to turn"),
            Self::NameOfCode => ("naam van de code", "name of the code"),
            Self::NameOfQuery => ("bewaren als @", "save as @"),
            Self::AttributeToSet => ("kenmerk (naam=waarde)", "attribute (name=value)"),
            Self::TableToWrite => ("naar bestand (.csv)", "to file (.csv)"),
            Self::FileToWrite => ("naar bestand (.csv .json .jsonl)", "to file (.csv .json .jsonl)"),
            Self::WhyOfChoices => ("reden bij de keuzes", "reason for the choices"),
            Self::WhyOfSplit => ("reden om te splitsen (mag leeg)", "reason for the split (may be empty)"),
            Self::JournalToWrite => ("naar bestand (.md)", "to file (.md)"),
            Self::TooSmall => ("te klein", "too small"),
        };
        language.pick(dutch, english)
    }
}

/// Something to tell, with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Say<'a> {
    /// How far one has read, in percent.
    Read(u32),
    /// How many codings are shown.
    Codings(usize),
    /// The number of a turn, or of the first and the last.
    Turns(usize, usize),
    /// How many sentences are selected.
    Sentences(usize),
    /// How many words are selected.
    WordsSelected(usize),
    /// How many characters are selected.
    Characters(usize),
    /// Codes were put on a passage.
    Coded(&'a str),
    /// The code was there already.
    AlreadyCoded(&'a str),
    /// Codes were put on a passage, and facets that are asked at once are open; the key that goes through them.
    CodedOpen(&'a str, &'a str),
    /// Another code of an exclusive family stands on a passage that overlaps.
    Exclusive(&'a str),
    /// Another code of an exclusive family stands on the very same passage; the key that takes it off.
    ExclusiveHere(&'a str, &'a str),
    /// Two codes of an exclusive family were chosen.
    ExclusiveTogether(&'a str, &'a str),
    /// A coding was taken off.
    Uncoded(&'a str),
    /// The passage was marked.
    Marked,
    /// The edges were moved.
    Reshaped(usize),
    /// It is important from now on, or no longer.
    Starred(bool),
    /// The quote is on the clipboard.
    Copied(&'a str),
    /// The document's status changed.
    StatusNow(&'a str),
    /// Nothing was undone.
    NothingToUndo,
    /// Nothing was redone.
    NothingToRedo,
    /// What was undone.
    Undone(&'a str),
    /// So many codings followed their words from one document into another; the key that takes it back.
    FollowedInto(usize, &'a str, &'a str, &'a str),
    /// None did.
    NoneFollowed(&'a str, &'a str),
    /// A document is gone and no other one holds its words.
    NowhereElse(&'a str),
    /// What was redone.
    Redone(&'a str),
    /// Every turn behind the cursor has a code.
    AllCoded,
    /// No other coding with this code.
    NoMore(&'a str),
    /// No coding at the cursor to do this with.
    NoCodingHere,
    /// The coding is another coder's.
    NotYours(&'a str),
    /// The memo is another coder's.
    MemoNotYours(&'a str),
    /// The editor outside did not do it, and why.
    NoEditor(&'a str),
    /// No code was used yet, so there is none to repeat.
    NothingToRepeat,
    /// Nothing on this digit.
    EmptySlot(usize),
    /// No code with these letters.
    NoSuchLetters(&'a str),
    /// No open facet was found.
    NoOpenFacet,
    /// The code's family has no facets.
    NoFacets,
    /// Sticky coding is on, with this code, or off.
    StickyNow(Option<&'a str>),
    /// No turn has this number.
    NoSuchTurn(&'a str),
    /// How many files have something wrong, and the key that tells.
    Problems(usize, &'a str),
    /// Nothing is wrong with any file.
    NoProblems,
    /// There is nothing on top to close.
    QuitWith(&'a str),
    /// This window may not write.
    CannotWrite,
    /// More of the same than there is room for.
    More(usize),
    /// A selection is needed first.
    SelectFirst,
    /// Nothing was looked for yet.
    NothingFound,
    /// There is no further hit.
    NoMoreHits,
    /// A query was saved under this name.
    QuerySaved(&'a str),
    /// No query can have that name.
    NoNameOfQuery,
    /// So many were written to this file.
    Exported(usize, &'a str),
    /// A file that is there is not written over.
    FileIsThere(&'a str),
    /// No export has this ending.
    NoFormat,
    /// A table cannot be written in such a file.
    NoTableFormat,
    /// The trail goes to a Markdown file.
    NoJournalFormat,
    /// So many lines are too many for the screen to write.
    TooManyLines(usize),
    /// The search index is not what it should be.
    Index(&'a IndexNote),
}

impl Say<'_> {
    /// The sentence.
    pub fn show(&self, language: Language) -> String {
        match language {
            Language::Dutch => self.dutch(),
            Language::English => self.english(),
        }
    }

    fn dutch(&self) -> String {
        let many = |count: &usize, one: &str, more: &str| {
            format!("{count} {}", if *count == 1 { one } else { more })
        };
        match self {
            Self::Read(percent) => format!("{percent} % gelezen"),
            Self::Codings(count) => many(count, "codering", "coderingen"),
            Self::Turns(first, last) if first == last => format!("beurt {first}"),
            Self::Turns(first, last) => format!("beurt {first} tot {last}"),
            Self::Sentences(count) => many(count, "zin", "zinnen"),
            Self::WordsSelected(count) => many(count, "woord", "woorden"),
            Self::Characters(count) => many(count, "teken", "tekens"),
            Self::Coded(codes) => format!("gecodeerd: {codes}"),
            Self::AlreadyCoded(code) => format!("{code} staat hier al"),
            Self::CodedOpen(codes, key) => format!("gecodeerd: {codes} · facetten nog open: {key}"),
            Self::Exclusive(code) => format!("gecodeerd; let op: hier overlapt {code}, uit dezelfde familie"),
            Self::ExclusiveHere(code, key) => {
                format!(
                    "hier staat {code} al, en deze familie geeft een passage één code; {key} haalt die weg"
                )
            }
            Self::ExclusiveTogether(first, second) => {
                format!("{first} en {second} kunnen niet samen: hun familie geeft een passage één code")
            }
            Self::Uncoded(code) => format!("weggehaald: {code}"),
            Self::Marked => "gemarkeerd, zonder code".to_owned(),
            Self::Reshaped(count) => format!("randen verlegd van {}", many(count, "codering", "coderingen")),
            Self::Starred(true) => "belangrijk".to_owned(),
            Self::Starred(false) => "niet meer belangrijk".to_owned(),
            Self::Copied(reference) => format!("gekopieerd {reference}"),
            Self::StatusNow(status) => format!("dit document is nu: {status}"),
            Self::NothingToUndo => "er is niets ongedaan te maken".to_owned(),
            Self::NothingToRedo => "er is niets opnieuw te doen".to_owned(),
            Self::Undone(what) => format!("ongedaan gemaakt: {what}"),
            Self::FollowedInto(count, from, into, key) => {
                let codings =
                    if *count == 1 { "1 codering".to_owned() } else { format!("{count} coderingen") };
                format!("{codings} van {from} meegegaan naar {into}; {key} haalt het terug")
            }
            Self::NoneFollowed(from, into) => {
                format!("geen codering van {from} is in {into} teruggevonden; er is niets gedaan")
            }
            Self::NowhereElse(from) => {
                format!(
                    "zet het bestand van {from} terug, of wijs de plaats aan: kantlijn anchors --is DOC {from}"
                )
            }
            Self::Redone(what) => format!("opnieuw gedaan: {what}"),
            Self::AllCoded => "hier verder heeft elke beurt een code".to_owned(),
            Self::NoMore(code) => format!("die kant op staat geen codering met {code} meer"),
            Self::NoCodingHere => "hier staat geen codering".to_owned(),
            Self::NotYours(coder) => {
                format!("deze codering is van {coder}; alleen {coder} kan haar veranderen")
            }
            Self::MemoNotYours(coder) => {
                format!("dit memo is van {coder}; alleen {coder} kan het veranderen")
            }
            Self::NoEditor(why) => {
                format!("de editor lukte niet ({why}); zet VISUAL, EDITOR of `editor` in config.toml")
            }
            Self::NothingToRepeat => "er is nog geen code gebruikt".to_owned(),
            Self::EmptySlot(digit) => format!("op {digit} staat nog geen code"),
            Self::NoSuchLetters(letters) => format!("geen code met de letters {letters}"),
            Self::NoOpenFacet => "alle facetten zijn ingevuld".to_owned(),
            Self::NoFacets => "deze code heeft geen facetten".to_owned(),
            Self::StickyNow(Some(code)) => format!("{code} kleeft: enter geeft haar zonder te vragen"),
            Self::StickyNow(None) => "er kleeft geen code meer".to_owned(),
            Self::NoSuchTurn(number) => format!("er is geen beurt {number}"),
            Self::Problems(count, key) => {
                format!(
                    "{} over bestanden van de studie; {key} toont ze",
                    many(count, "melding", "meldingen")
                )
            }
            Self::NoProblems => "er is niets mis met de bestanden van de studie".to_owned(),
            Self::QuitWith(key) => format!("niets te sluiten; stoppen met {key}"),
            Self::CannotWrite => "dit venster kan alleen lezen: een ander venster schrijft".to_owned(),
            Self::More(count) => format!("nog {count}"),
            Self::SelectFirst => "selecteer eerst een passage".to_owned(),
            Self::NothingFound => "er is nog niets gezocht".to_owned(),
            Self::NoMoreHits => "die kant op is geen vindplaats meer".to_owned(),
            Self::QuerySaved(name) => format!("bewaard als @{name}"),
            Self::NoNameOfQuery => "een naam kan geen aanhalingsteken of \\ hebben".to_owned(),
            Self::Exported(count, file) => format!("{count} geschreven naar {file}"),
            Self::FileIsThere(file) => format!("{file} is er al; kies een andere naam"),
            Self::NoJournalFormat => "laat de naam eindigen op .md".to_owned(),
            Self::TooManyLines(count) => {
                format!("{count} regels zijn hier te veel: maak het smaller, of `kantlijn log --markdown`")
            }
            Self::Index(note) => index_in_dutch(note),
            Self::NoTableFormat => "laat de naam eindigen op .csv".to_owned(),
            Self::NoFormat => "laat de naam eindigen op .csv, .json of .jsonl".to_owned(),
        }
    }

    fn english(&self) -> String {
        let many = |count: &usize, one: &str, more: &str| {
            format!("{count} {}", if *count == 1 { one } else { more })
        };
        match self {
            Self::Read(percent) => format!("{percent} % read"),
            Self::Codings(count) => many(count, "coding", "codings"),
            Self::Turns(first, last) if first == last => format!("turn {first}"),
            Self::Turns(first, last) => format!("turns {first} to {last}"),
            Self::Sentences(count) => many(count, "sentence", "sentences"),
            Self::WordsSelected(count) => many(count, "word", "words"),
            Self::Characters(count) => many(count, "character", "characters"),
            Self::Coded(codes) => format!("coded: {codes}"),
            Self::AlreadyCoded(code) => format!("{code} is here already"),
            Self::CodedOpen(codes, key) => format!("coded: {codes} · facets still open: {key}"),
            Self::Exclusive(code) => format!("coded; note: {code}, of the same family, overlaps here"),
            Self::ExclusiveHere(code, key) => {
                format!(
                    "{code} is here already, and this family gives a passage one code; {key} takes it off"
                )
            }
            Self::ExclusiveTogether(first, second) => {
                format!("{first} and {second} cannot go together: their family gives a passage one code")
            }
            Self::Uncoded(code) => format!("taken off: {code}"),
            Self::Marked => "marked, without a code".to_owned(),
            Self::Reshaped(count) => format!("moved the edges of {}", many(count, "coding", "codings")),
            Self::Starred(true) => "important".to_owned(),
            Self::Starred(false) => "no longer important".to_owned(),
            Self::Copied(reference) => format!("copied {reference}"),
            Self::StatusNow(status) => format!("this document is now: {status}"),
            Self::NothingToUndo => "there is nothing to undo".to_owned(),
            Self::NothingToRedo => "there is nothing to redo".to_owned(),
            Self::Undone(what) => format!("undone: {what}"),
            Self::FollowedInto(count, from, into, key) => {
                let codings = if *count == 1 { "1 coding".to_owned() } else { format!("{count} codings") };
                format!("{codings} of {from} followed into {into}; {key} takes it back")
            }
            Self::NoneFollowed(from, into) => {
                format!("no coding of {from} was found in {into}; nothing was done")
            }
            Self::NowhereElse(from) => {
                format!(
                    "put the file of {from} back, or point at its place: kantlijn anchors --is DOC {from}"
                )
            }
            Self::Redone(what) => format!("done again: {what}"),
            Self::AllCoded => "every turn from here on has a code".to_owned(),
            Self::NoMore(code) => format!("there is no more coding with {code} that way"),
            Self::NoCodingHere => "there is no coding here".to_owned(),
            Self::NotYours(coder) => format!("this coding is {coder}'s; only {coder} can change it"),
            Self::MemoNotYours(coder) => format!("this memo is {coder}'s; only {coder} can change it"),
            Self::NoEditor(why) => {
                format!("the editor failed ({why}); set VISUAL, EDITOR or `editor` in config.toml")
            }
            Self::NothingToRepeat => "no code was used yet".to_owned(),
            Self::EmptySlot(digit) => format!("there is no code on {digit} yet"),
            Self::NoSuchLetters(letters) => format!("no code has the letters {letters}"),
            Self::NoOpenFacet => "all facets are filled in".to_owned(),
            Self::NoFacets => "this code has no facets".to_owned(),
            Self::StickyNow(Some(code)) => format!("{code} is sticky: enter gives it without asking"),
            Self::StickyNow(None) => "no code is sticky any more".to_owned(),
            Self::NoSuchTurn(number) => format!("there is no turn {number}"),
            Self::Problems(count, key) => {
                format!("{} about files of the study; {key} shows them", many(count, "message", "messages"))
            }
            Self::NoProblems => "nothing is wrong with the files of the study".to_owned(),
            Self::QuitWith(key) => format!("nothing to close; quit with {key}"),
            Self::CannotWrite => "this window can only read: another window writes".to_owned(),
            Self::More(count) => format!("{count} more"),
            Self::SelectFirst => "select a passage first".to_owned(),
            Self::NothingFound => "nothing was looked for yet".to_owned(),
            Self::NoMoreHits => "there is no more hit that way".to_owned(),
            Self::QuerySaved(name) => format!("saved as @{name}"),
            Self::NoNameOfQuery => "a name cannot have a quotation mark or \\".to_owned(),
            Self::Exported(count, file) => format!("{count} written to {file}"),
            Self::FileIsThere(file) => format!("{file} is there already; choose another name"),
            Self::NoJournalFormat => "let the name end in .md".to_owned(),
            Self::TooManyLines(count) => {
                format!("{count} lines are too many here: narrow it, or `kantlijn log --markdown`")
            }
            Self::Index(note) => note.to_string(),
            Self::NoTableFormat => "let the name end in .csv".to_owned(),
            Self::NoFormat => "let the name end in .csv, .json or .jsonl".to_owned(),
        }
    }
}

/// Something that was done, as a thing to take back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done<'a> {
    /// A coding was taken off.
    Uncode(&'a str),
    /// Edges were moved.
    Reshape(&'a str),
    /// A facet was filled in.
    Facet(&'a str),
    /// It was marked as important, or not.
    Star(&'a str),
    /// A memo was written, changed or thrown away.
    Memo,
    /// A document's status was changed.
    Status(&'a str),
    /// A code was made.
    NewCode(&'a str),
    /// A coding got this code instead of its own.
    Recode(&'a str),
    /// Something in the codebook was changed.
    Codebook,
    /// A code is being split.
    Split(&'a str),
    /// Places followed a changed text.
    Revise,
}

/// What there is to say about the index, in Dutch; the English words are its own.
fn index_in_dutch(note: &IndexNote) -> String {
    match note {
        IndexNote::Damaged => "de zoekindex was beschadigd en wordt opnieuw gemaakt; zoeken leest zolang de teksten zelf".to_owned(),
        IndexNote::OtherVersion => {
            "de zoekindex is van een andere versie en wordt opnieuw gemaakt; zoeken leest zolang de teksten zelf".to_owned()
        }
        IndexNote::Unreadable(why) => format!("de zoekindex kan niet gelezen worden ({why}); zoeken leest de teksten zelf"),
        IndexNote::InMemory(why) => {
            format!("de zoekindex kan niet geschreven worden ({why}); hij wordt telkens in het geheugen gemaakt")
        }
        IndexNote::NoPlace(why) => {
            format!("de zoekindex kan niet geschreven worden ({why}); zoeken leest de teksten zelf en duurt langer")
        }
    }
}

impl Done<'_> {
    /// The words.
    pub fn show(&self, language: Language) -> String {
        let (dutch, english) = match self {
            Self::Uncode(code) => (format!("{code} weggehaald"), format!("{code} taken off")),
            Self::Reshape(code) => (format!("randen van {code}"), format!("edges of {code}")),
            Self::Facet(code) => (format!("facet bij {code}"), format!("facet of {code}")),
            Self::Star(code) => (format!("belangrijk bij {code}"), format!("importance of {code}")),
            Self::Memo => ("memo".to_owned(), "memo".to_owned()),
            Self::Status(status) => (format!("document {status}"), format!("document {status}")),
            Self::Recode(code) => (format!("code wordt {code}"), format!("code becomes {code}")),
            Self::Codebook => ("wijziging in het codeboek".to_owned(), "a change to the codebook".to_owned()),
            Self::Split(code) => (format!("splitsen van {code}"), format!("splitting {code}")),
            Self::Revise => {
                ("plaatsen in een gewijzigde tekst".to_owned(), "places in a changed text".to_owned())
            }
            Self::NewCode(code) => (format!("nieuwe code {code}"), format!("new code {code}")),
        };
        language.pick(dutch, english)
    }
}
