//! Which keys are named in the last row, for what one is doing.

use super::App;
use crate::ui::action::{Action, Context};
use crate::ui::panel::Panel;

/// The keys to know first, for what one is doing.
pub(super) fn hints(app: &App) -> Vec<(Vec<Action>, &'static str)> {
    use Action::{
        Accept, BackToFind, Close, Descendants, Down, EndIn, EndOut, EraseLine, Export, LeaveOut, MemoKind,
        MemoSave, MemoToEditor, Mnemonic, NextCodingHere, NextColumn, NextHit, NextUncoded, OtherColumns,
        Pick, Pin, PreviousColumn, PreviousHit, Quit, Repeat, Reshape, SelectSentence, SelectTurn,
        SelectWord, SetAttribute, StartIn, StartOut, Tick, Uncode, Undo, Up,
    };
    let of = |dutch, english| app.language.pick(dutch, english);
    match app.context() {
        // Going through what was found.
        Context::Reader if app.hunt.is_some() && app.last_find.is_some() => vec![
            (vec![BackToFind], of("terug", "back")),
            (vec![NextHit, PreviousHit], of("volgende, vorige vindplaats", "next, previous hit")),
            (vec![Pick], of("code", "code")),
            (vec![SelectSentence], of("zin", "sentence")),
            (vec![Undo], of("terug", "undo")),
            (vec![Close], of("markering uit", "marks off")),
        ],
        Context::Reader if app.placing.is_some() => placing_hints(app),
        Context::Reader => vec![
            (vec![SelectSentence], of("zin", "sentence")),
            (vec![SelectWord], of("woord", "word")),
            (vec![SelectTurn], of("beurt", "turn")),
            (vec![StartOut, EndOut], of("randen", "edges")),
            (vec![Pick], of("code", "code")),
            (vec![Mnemonic], of("letters", "letters")),
            (vec![Repeat], of("herhaal", "repeat")),
            (vec![Uncode], of("wis", "uncode")),
            (vec![Undo], of("terug", "undo")),
            (vec![NextUncoded], of("ongecodeerd", "uncoded")),
            (vec![Quit], of("stop", "quit")),
        ],
        Context::Reshape => vec![
            (vec![StartOut, StartIn], of("begin", "start")),
            (vec![EndOut, EndIn], of("eind", "end")),
            (vec![Accept], of("vastleggen", "accept")),
            (vec![Close], of("laat maar", "never mind")),
            (vec![Reshape], of("andere passage", "another passage")),
            (vec![NextCodingHere, LeaveOut], of("code kiezen en niet mee", "choose a code and leave it")),
        ],
        Context::Picker => vec![
            (vec![Up, Down], of("kies", "choose")),
            (vec![Tick], of("nog een code", "one more code")),
            (vec![Accept], of("vastleggen", "accept")),
            (vec![Pin], of("op een cijfer", "to a digit")),
            (vec![Close], of("laat maar", "never mind")),
        ],
        Context::Tree => vec![
            (vec![Accept], of("openen", "open")),
            (vec![Up, Down], of("kies", "choose")),
            (vec![SetAttribute], of("kenmerk", "attribute")),
            (vec![EraseLine], of("alles", "all")),
            (vec![Close], of("naar de tekst", "to the text")),
        ],
        Context::Memo => vec![
            (vec![MemoSave], of("bewaren", "save")),
            (vec![MemoKind], of("soort", "type")),
            (vec![MemoToEditor], of("eigen editor", "own editor")),
            (vec![Close], of("sluit", "close")),
        ],
        Context::Memos => vec![
            (vec![Up, Down], of("kies", "choose")),
            (vec![Accept], of("erheen", "go there")),
            (vec![Close], of("sluit", "close")),
        ],
        Context::Facets => vec![
            (vec![Up, Down], of("facet", "facet")),
            (vec![Accept], of("klaar", "done")),
            (vec![Close], of("laat open", "leave open")),
        ],
        Context::Walk => walk_hints(app),
        Context::Journal | Context::JournalLine => trail_hints(app),
        Context::Walks => vec![
            (vec![Up, Down], of("kies", "choose")),
            (vec![Accept], of("begin", "begin")),
            (vec![Close], of("sluit", "close")),
        ],
        Context::Tables => vec![
            (vec![Up, Down, PreviousColumn, NextColumn], of("cel", "cell")),
            (vec![Accept], of("passages", "passages")),
            (vec![OtherColumns], of("andere kolommen", "other columns")),
            (vec![Descendants], of("met onderliggende", "with those below")),
            (vec![Export], of("bestand", "file")),
            (vec![Close], of("sluit", "close")),
        ],
        Context::Codes
        | Context::CodeFilter
        | Context::CodePassages
        | Context::CodeFields
        | Context::CodeCompare
        | Context::Conflicts
        | Context::Prose => hints_of_codes(app),
        Context::Find | Context::Results | Context::Counts | Context::Forms | Context::Saved => {
            hints_of_finding(app)
        }
        Context::Files | Context::Import => hints_of_import(app),
        _ => vec![
            (vec![Tick], of("vink", "tick")),
            (vec![Accept], of("goed", "accept")),
            (vec![Close], of("sluit", "close")),
        ],
    }
}

/// The same in the codebook.
fn hints_of_codes(app: &App) -> Vec<(Vec<Action>, &'static str)> {
    use Action::{
        Accept, AddExclude, AddInclude, AnchorExample, BulkRecode, Close, CodeGroups, CompareCodes, Down,
        EditEntry, FilterCodes, FindTick, MemoSave, MemoToEditor, MergeCode, MoveCode, NewCode, NewCodeBelow,
        NextColumn, PreviousColumn, RemoveCode, RenameCode, RetireCode, ToPassages, Uncode, Undo, Up,
    };
    let of = |dutch, english| app.language.pick(dutch, english);
    match app.context() {
        Context::CodeFilter => vec![
            (vec![Up, Down], of("kies", "choose")),
            (vec![Accept], of("goed", "accept")),
            (vec![Close], of("alles", "all")),
        ],
        Context::Conflicts => vec![
            (vec![PreviousColumn], of("wat hier stond", "what was here")),
            (vec![NextColumn], of("wat erbij kwam", "what came in")),
            (vec![Accept], of("schrijven", "write")),
            (vec![Close], of("later", "later")),
        ],
        Context::CodeCompare => vec![
            (vec![PreviousColumn, NextColumn], of("lijst", "list")),
            (vec![Accept], of("in de tekst", "in the text")),
            (vec![FindTick], of("vink", "tick")),
            (vec![BulkRecode], of("hercodeer", "recode")),
            (vec![AnchorExample], of("voorbeeld", "example")),
            (vec![Undo], of("terug", "undo")),
            (vec![Close], of("klaar", "done")),
        ],
        Context::CodePassages => vec![
            (vec![Accept], of("in de tekst", "in the text")),
            (vec![AnchorExample], of("voorbeeld", "example")),
            (vec![FindTick], of("vink", "tick")),
            (vec![BulkRecode], of("hercodeer", "recode")),
            (vec![Uncode], of("wis", "uncode")),
            (vec![Undo], of("terug", "undo")),
            (vec![ToPassages], of("codes", "codes")),
        ],
        Context::CodeFields => vec![
            (vec![Accept], of("wijzig", "change")),
            (vec![AddInclude, AddExclude], of("regel erbij", "one more line")),
            (vec![RemoveCode], of("weg", "take away")),
            (vec![Undo], of("terug", "undo")),
            (vec![Close], of("klaar", "done")),
        ],
        Context::Prose => vec![
            (vec![MemoSave], of("bewaren", "save")),
            (vec![MemoToEditor], of("eigen editor", "own editor")),
            (vec![Close], of("laat maar", "never mind")),
        ],
        _ => vec![
            (vec![ToPassages], of("passages", "passages")),
            (vec![EditEntry], of("velden", "fields")),
            (vec![NewCode, NewCodeBelow], of("nieuw", "new")),
            (vec![RenameCode], of("naam", "name")),
            (vec![FilterCodes], of("filter", "filter")),
            (vec![FindTick], of("vink", "tick")),
            (vec![MoveCode], of("verplaats", "move")),
            (vec![CompareCodes], of("vergelijk", "compare")),
            (vec![MergeCode], of("voeg samen", "merge")),
            (vec![RetireCode], of("verval", "retire")),
            (vec![CodeGroups], of("groepen", "groups")),
            (vec![Undo], of("terug", "undo")),
            (vec![Close], of("sluit", "close")),
        ],
    }
}

/// The same while finding.
fn hints_of_finding(app: &App) -> Vec<(Vec<Action>, &'static str)> {
    use Action::{
        Accept, BulkCode, BulkRecode, Close, Complete, Copy, Down, EraseLine, Export, FindCounts, FindGives,
        FindTick, FindView, ForgetQuery, OpenFind, SaveQuery, SavedQueries, Uncode,
    };
    let of = |dutch, english| app.language.pick(dutch, english);
    match app.context() {
        Context::Find => vec![
            (vec![Accept], of("zoek", "find")),
            (vec![Complete], of("vul aan", "complete")),
            (vec![Down], of("naar de vindplaatsen", "to the results")),
            (vec![SavedQueries], of("eerdere", "earlier")),
            (vec![SaveQuery], of("bewaar", "save")),
            (vec![EraseLine], of("leeg", "empty")),
            (vec![Close], of("sluit", "close")),
        ],
        Context::Results => vec![
            (vec![Accept], of("in de tekst", "in the text")),
            (vec![OpenFind], of("vraag", "question")),
            (vec![FindTick], of("vink", "tick")),
            (vec![BulkCode], of("code", "code")),
            (vec![Uncode], of("wis", "uncode")),
            (vec![FindCounts], of("tellingen", "counts")),
            (vec![FindGives], of("beurten/coderingen", "turns/codings")),
            (vec![FindView], of("heel", "whole")),
            (vec![BulkRecode], of("vervang", "recode")),
            (vec![Export], of("bestand", "file")),
            (vec![Copy], of("kopieer", "copy")),
            (vec![Close], of("sluit", "close")),
        ],
        Context::Counts => vec![
            (vec![FindCounts], of("van iets anders", "of something else")),
            (vec![Accept], of("alleen deze", "only these")),
            (vec![Close], of("terug", "back")),
        ],
        Context::Forms => vec![(vec![FindTick], of("vink", "tick")), (vec![Close], of("terug", "back"))],
        _ => vec![
            (vec![Accept], of("vraag", "ask")),
            (vec![ForgetQuery], of("vergeet", "forget")),
            (vec![Close], of("sluit", "close")),
        ],
    }
}

fn walk_hints(app: &App) -> Vec<(Vec<Action>, &'static str)> {
    match app.panels.last() {
        Some(Panel::Walk(walk)) => walk.hints(app.language),
        _ => Vec::new(),
    }
}

fn trail_hints(app: &App) -> Vec<(Vec<Action>, &'static str)> {
    use Action::{
        Accept, Close, EraseLine, Export, JournalCode, JournalCoder, JournalCounting, JournalDay,
        JournalDocument, JournalKind, OpenFind, Redo, Undo,
    };
    let of = |dutch, english| app.language.pick(dutch, english);
    if app.context() == Context::JournalLine {
        let all = of("alles", "all");
        return vec![(vec![Accept], of("naar de lijst", "to the list")), (vec![EraseLine], all)];
    }
    let narrow = vec![JournalDay, JournalCoder, JournalDocument, JournalCode, JournalKind];
    vec![
        (vec![Accept], of("erheen", "go there")),
        (vec![Undo, Redo], of("ongedaan, opnieuw", "undo, redo")),
        (vec![OpenFind], of("typ", "type")),
        (narrow, of("versmal", "narrow")),
        (vec![JournalCounting], of("wat telt", "what counts")),
        (vec![Export], of("bestand", "file")),
        (vec![Close], of("sluit", "close")),
    ]
}

/// Pointing at the place of a coding that has none.
fn placing_hints(app: &App) -> Vec<(Vec<Action>, &'static str)> {
    use Action::{Close, EndOut, Pick, SelectSentence, SelectWord, StartOut};
    let of = |dutch, english| app.language.pick(dutch, english);
    vec![
        (vec![Pick], of("de selectie is de plaats", "the selection is its place")),
        (vec![SelectSentence], of("zin", "sentence")),
        (vec![SelectWord], of("woord", "word")),
        (vec![StartOut, EndOut], of("randen", "edges")),
        (vec![Close], of("terug naar het doorlopen", "back to going through")),
    ]
}

/// The same for files that come in.
fn hints_of_import(app: &App) -> Vec<(Vec<Action>, &'static str)> {
    use Action::{
        Accept, Close, Complete, Down, ImportAttribute, ImportEncoding, ImportFolder, ImportLeaveOut,
        ImportReading, ImportRepair, ImportWrite, Undo, Up,
    };
    let of = |dutch, english| app.language.pick(dutch, english);
    match app.context() {
        Context::Files => vec![
            (vec![Accept], of("goed", "accept")),
            (vec![Complete], of("vul aan", "complete")),
            (vec![Close], of("laat maar", "never mind")),
        ],
        _ => vec![
            (vec![ImportWrite], of("opnemen", "take in")),
            (vec![Up, Down], of("kies", "choose")),
            (vec![Accept], of("wijzig", "change")),
            (vec![ImportLeaveOut], of("niet", "not")),
            (vec![ImportAttribute], of("kenmerk", "attribute")),
            (vec![ImportFolder], of("map", "folder")),
            (vec![ImportEncoding], of("codering", "encoding")),
            (vec![ImportReading], of("lezen", "reading")),
            (vec![ImportRepair], of("herstel", "mend")),
            (vec![Undo], of("terug", "undo")),
            (vec![Close], of("andere bestanden", "other files")),
        ],
    }
}
