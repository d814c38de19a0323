//! The table itself.

use super::Context::{
    CodeCompare, CodeFields, CodeFilter, CodePassages, Codes, Conflicts, Counts, Facets, Files, Find, Forms,
    Help, Import, Journal, JournalLine, Line, Memo, Memos, Mnemonic, Notes, Palette, Picker, Prose, Reader,
    Reshape, Results, Saved, Start, Tables, Tree, Visible, Walk, Walks,
};
use super::{Context, Entry, Group};

const EVERYWHERE: &[Context] = &Context::ALL;
/// Where printable keys are commands.
const COMMANDS: &[Context] = &[
    Import,
    Reader,
    Reshape,
    Results,
    Counts,
    Forms,
    Saved,
    Tables,
    Codes,
    CodePassages,
    CodeFields,
    CodeCompare,
    Conflicts,
    Visible,
    Help,
    Notes,
    Journal,
    Walk,
    Walks,
    Start,
];
const READER: &[Context] = &[Reader];
const TEXT: &[Context] = &[Reader, Reshape];
const RESHAPE: &[Context] = &[Reshape];
/// Lists, whether or not there is a line to type in.
const LISTS: &[Context] = &[
    Import,
    Tree,
    Picker,
    Facets,
    Find,
    Results,
    Counts,
    Forms,
    Saved,
    Tables,
    Codes,
    CodeFilter,
    CodePassages,
    CodeFields,
    CodeCompare,
    Conflicts,
    Memos,
    Visible,
    Help,
    Palette,
    Notes,
    Journal,
    JournalLine,
    Walk,
    Walks,
    Start,
];
/// Lists in which printable keys are commands.
const PLAIN_LISTS: &[Context] = &[
    Import,
    Results,
    Counts,
    Forms,
    Saved,
    Tables,
    Codes,
    CodePassages,
    CodeFields,
    CodeCompare,
    Conflicts,
    Visible,
    Help,
    Notes,
    Journal,
    Walks,
    Start,
];
/// Where something can be accepted.
const ASKS: &[Context] = &[
    Files,
    Import,
    Reshape,
    Tree,
    Picker,
    Facets,
    Find,
    Results,
    Counts,
    Forms,
    Saved,
    Tables,
    Codes,
    CodeFilter,
    CodePassages,
    CodeFields,
    CodeCompare,
    Conflicts,
    Memos,
    Visible,
    Line,
    Palette,
    Notes,
    Journal,
    JournalLine,
    Walk,
    Walks,
    Start,
];
/// Where something can be left.
const TOPS: &[Context] = EVERYWHERE;
const TICKED: &[Context] = &[Picker, Facets, Visible];
const PICKER: &[Context] = &[Picker];
const MEMO: &[Context] = &[Memo];
/// Where words over several rows are written.
const WRITING: &[Context] = &[Memo, Prose];
const WITH_TREE: &[Context] = &[Reader, Tree];
const FIND: &[Context] = &[Find];
const COMPLETED: &[Context] = &[Find, Files];
const IMPORT: &[Context] = &[Import];
const TREE: &[Context] = &[Tree];
const RESULTS: &[Context] = &[Results];
const TABLES: &[Context] = &[Tables];
const CODED: &[Context] = &[Results, Tables];
const EXPORTED: &[Context] = &[Results, Tables, Journal];
const JOURNAL: &[Context] = &[Journal];
const ANSWERS: &[Context] = &[Results, Forms, Codes, CodePassages, CodeCompare];
const CODES: &[Context] = &[Codes];
const BOOK: &[Context] = &[Codes, CodePassages, CodeCompare];
const BOOK_LISTS: &[Context] = &[Codes, CodePassages];
const BOOK_PARTS: &[Context] = &[Codes, CodePassages, CodeFields, CodeCompare];
/// Where an entry is changed.
const ENTRY: &[Context] = &[Codes, CodeFields];
const EXAMPLES: &[Context] = &[Reader, CodePassages, CodeCompare];
const ALL_TICKED: &[Context] = &[Results, CodePassages];
/// Where what is ticked can be changed.
const CHANGED: &[Context] = &[Results, CodePassages, CodeCompare];
const COLUMNS: &[Context] = &[Tables, CodeCompare, Conflicts];
const SHOWN: &[Context] = &[Reader, Codes, CodePassages];
const COUNTED: &[Context] = &[Results, Counts];
const LEAFED: &[Context] = &[Results, Forms];
const QUESTION: &[Context] = &[Find, Results];
const SAVED: &[Context] = &[Saved];
/// Where one stands on a passage.
const PASSAGES: &[Context] = &[Reader, Results, CodePassages, CodeCompare];
const WITH_UNDO: &[Context] =
    &[Import, Reader, Reshape, Results, Walk, Walks, Journal, Codes, CodePassages, CodeFields, CodeCompare];
const UNCODED: &[Context] = &[Reader, Results, Walk, CodePassages, CodeCompare];
const WALK: &[Context] = &[Walk];
const WALKED: &[Context] = &[Reader, Walks];
const NOTED: &[Context] = &[Reader, Walk];
const LINES: &[Context] =
    &[Files, Tree, Picker, Facets, Find, CodeFilter, JournalLine, Memos, Line, Palette, Mnemonic];

macro_rules! actions {
    ($($action:ident $id:literal $group:ident $contexts:ident [$($key:literal)*] $dutch:literal, $english:literal;)*) => {
        /// Something that can be done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $(#[doc = $english] $action,)*
        }

        /// All actions, in the order of help and manual.
        pub const ACTIONS: &[Entry] = &[$(Entry {
            action: Action::$action,
            id: $id,
            group: Group::$group,
            contexts: $contexts,
            keys: &[$($key),*],
            dutch: $dutch,
            english: $english,
        },)*];
    };
}

actions! {
    RowDown "move.row-down" Move READER ["j" "down"] "een regel omlaag", "a row down";
    RowUp "move.row-up" Move READER ["k" "up"] "een regel omhoog", "a row up";
    CharacterRight "move.right" Move READER ["l" "right"] "een teken naar rechts", "a character to the right";
    CharacterLeft "move.left" Move READER ["h" "left"] "een teken naar links", "a character to the left";
    NextWord "move.next-word" Move READER ["ctrl-right"] "volgende woord", "next word";
    PreviousWord "move.previous-word" Move READER ["ctrl-left"] "vorige woord", "previous word";
    NextSentence "move.next-sentence" Move READER [")"] "volgende zin", "next sentence";
    PreviousSentence "move.previous-sentence" Move READER ["("] "vorige zin", "previous sentence";
    NextTurn "move.next-turn" Move READER ["J" "ctrl-down"] "volgende beurt", "next turn";
    PreviousTurn "move.previous-turn" Move READER ["K" "ctrl-up"] "vorige beurt", "previous turn";
    RowStart "move.row-start" Move READER ["home"] "begin van de regel", "start of the row";
    RowEnd "move.row-end" Move READER ["end"] "eind van de regel", "end of the row";
    PageDown "move.page-down" Move READER ["pagedown" "space" "ctrl-f"] "een scherm verder", "a screen further";
    PageUp "move.page-up" Move READER ["pageup" "shift-space" "ctrl-b"] "een scherm terug", "a screen back";
    HalfDown "move.half-down" Move READER ["ctrl-d"] "een half scherm verder", "half a screen further";
    HalfUp "move.half-up" Move READER ["ctrl-u"] "een half scherm terug", "half a screen back";
    DocumentStart "move.first" Move READER ["g" "ctrl-home"] "begin van het document", "start of the document";
    DocumentEnd "move.last" Move READER ["G" "ctrl-end"] "eind van het document", "end of the document";
    GoToTurn "move.to-turn" Move READER ["#"] "naar een beurt op nummer", "to a turn by its number";
    NextUncoded "move.next-uncoded" Move READER ["n"] "volgende beurt zonder code", "next turn without a code";
    PreviousUncoded "move.previous-uncoded" Move READER ["p"] "vorige beurt zonder code", "previous turn without a code";

    SelectSentence "select.sentence" Select READER ["s"] "zin; nog eens: de volgende erbij", "sentence; again: the next one too";
    SelectWord "select.word" Select READER ["w"] "woord; nog eens: het volgende erbij", "word; again: the next one too";
    SelectTurn "select.turn" Select READER ["t"] "beurt; nog eens: de volgende erbij", "turn; again: the next one too";
    SelectFree "select.free" Select READER ["v"] "vrij: bewegen verlegt het eind", "free: moving moves the end";
    SelectOtherEnd "select.other-end" Select READER ["V"] "bij vrij selecteren: het andere eind", "selecting freely: the other end";
    StartOut "edge.start-out" Select TEXT ["["] "begin een eenheid naar voren", "start a unit back";
    StartIn "edge.start-in" Select TEXT ["{"] "begin een eenheid naar binnen", "start a unit inward";
    EndOut "edge.end-out" Select TEXT ["]"] "eind een eenheid verder", "end a unit further";
    EndIn "edge.end-in" Select TEXT ["}"] "eind een eenheid naar binnen", "end a unit inward";
    NextUnit "edge.unit" Select TEXT ["\\"] "eenheid van de randen wisselen", "switch the unit of the edges";
    Reshape "edge.reshape" Select TEXT ["r"] "randen van een codering; nog eens: een andere", "edges of a coding; again: another";
    LeaveOut "edge.leave-out" Select RESHAPE ["-"] "deze code houdt haar randen", "this code keeps its edges";

    Pick "code.pick" Code READER ["enter"] "code kiezen", "choose a code";
    Mnemonic "code.mnemonic" Code READER [","] "code op haar letters", "code by its letters";
    Repeat "code.repeat" Code READER ["."] "laatste codes nog eens", "the last codes again";
    InVivo "code.in-vivo" Code READER ["i"] "nieuwe code met deze woorden als naam", "new code named by these words";
    Sticky "code.sticky" Code READER ["S"] "kleefcode: elke selectie krijgt haar", "sticky code: every selection gets it";
    Mark "code.mark" Code READER ["M"] "markeren zonder code", "mark without a code";
    Star "code.star" Code READER ["*"] "belangrijk, of niet meer", "important, or no longer";
    NextCodingHere "code.next-here" Code TEXT ["c"] "andere codering op deze plaats", "another coding at this place";
    Uncode "code.uncode" Code UNCODED ["x"] "deze codering weghalen", "take this coding off";
    UncodeAll "code.uncode-all" Code READER ["X"] "al mijn coderingen hier weghalen", "take all my codings here off";
    Facet "code.facet" Code READER ["F"] "facetten van deze codering", "facets of this coding";
    NextOpenFacet "code.next-open-facet" Code READER ["f"] "volgende codering met een open facet", "next coding with an open facet";
    Slot1 "code.slot-1" Code READER ["1"] "code op plaats 1", "code in slot 1";
    Slot2 "code.slot-2" Code READER ["2"] "code op plaats 2", "code in slot 2";
    Slot3 "code.slot-3" Code READER ["3"] "code op plaats 3", "code in slot 3";
    Slot4 "code.slot-4" Code READER ["4"] "code op plaats 4", "code in slot 4";
    Slot5 "code.slot-5" Code READER ["5"] "code op plaats 5", "code in slot 5";
    Slot6 "code.slot-6" Code READER ["6"] "code op plaats 6", "code in slot 6";
    Slot7 "code.slot-7" Code READER ["7"] "code op plaats 7", "code in slot 7";
    Slot8 "code.slot-8" Code READER ["8"] "code op plaats 8", "code in slot 8";
    Slot9 "code.slot-9" Code READER ["9"] "code op plaats 9", "code in slot 9";
    Slot10 "code.slot-10" Code READER ["0"] "code op plaats 10", "code in slot 10";
    Pin "code.pin" Code PICKER ["ctrl-p"] "code op een cijfer vastzetten", "pin the code to a digit";
    Undo "edit.undo" Code WITH_UNDO ["u"] "ongedaan maken", "undo";
    Redo "edit.redo" Code WITH_UNDO ["U"] "opnieuw doen", "redo";
    Copy "edit.copy" Code PASSAGES ["y"] "citaat met verwijzing kopiëren", "copy the quote with its reference";
    Status "document.status" Code READER ["a"] "document: te doen, bezig, klaar", "document: to do, busy, done";

    MemoHere "memo.here" Memo NOTED ["m"] "memo bij deze codering of passage", "memo on this coding or passage";
    MemoOutside "memo.editor" Memo READER ["e"] "die memo in uw eigen editor", "that memo in your own editor";
    MemoDocument "memo.document" Memo READER ["D"] "memo bij het document", "memo on the document";
    MemoCode "memo.code" Memo READER ["C"] "memo bij de code", "memo on the code";
    MemoStudy "memo.study" Memo READER [] "memo bij de studie", "memo on the study";
    MemoList "memo.list" Memo READER ["L"] "alle memo's", "all memos";
    MemoSave "memo.save" Memo WRITING ["ctrl-s"] "bewaren", "save";
    MemoToEditor "memo.to-editor" Memo WRITING ["ctrl-e"] "verder in uw eigen editor", "go on in your own editor";
    MemoKind "memo.kind" Memo MEMO ["ctrl-t"] "soort memo", "type of the memo";

    OpenFind "find.open" Find COMMANDS ["/"] "zoeken", "find";
    NextOfCode "find.next-of-code" Find READER ["N"] "volgende codering met deze code", "next coding with this code";
    PreviousOfCode "find.previous-of-code" Find READER ["P"] "vorige codering met deze code", "previous coding with this code";
    PassagesOfCode "find.passages-of-code" Find READER ["="] "alle passages met deze code", "all passages with this code";
    BackToFind "find.back" Find READER ["backspace"] "terug naar wat gevonden is", "back to what was found";
    NextHit "find.next-hit" Find READER ["ctrl-n" "f3"] "volgende vindplaats", "next hit";
    PreviousHit "find.previous-hit" Find READER ["ctrl-p" "shift-f3"] "vorige vindplaats", "previous hit";
    FindGives "find.gives" Find RESULTS ["t"] "beurten of coderingen", "turns or codings";
    FindView "find.view" Find RESULTS ["v"] "een regel of hele beurten", "one row or whole turns";
    FindOrder "find.order" Find RESULTS ["o"] "per document, in één lijst, of best passend eerst", "by document, in one list, or best match first";
    FindCounts "find.counts" Find COUNTED ["tab"] "tellingen; nog eens: van iets anders", "counts; again: of something else";
    FindForms "find.forms" Find LEAFED ["f"] "vormen van een ~woord", "forms of a ~word";
    Widen "find.widen" Find RESULTS ["~" "w"] "zoek ook de andere vormen", "find the other forms too";
    Descendants "find.descendants" Find CODED ["d"] "met of zonder onderliggende codes", "with or without the codes below";
    FindTick "find.tick" Find ANSWERS ["space"] "aanvinken, en verder", "tick, and go on";
    TickAll "find.tick-all" Find ALL_TICKED ["a"] "alles aanvinken, of niets", "tick all, or none";
    TickOthers "find.tick-others" Find RESULTS ["i"] "aanvinken wat het niet is", "tick what is not ticked";
    BulkCode "find.code" Find RESULTS ["c"] "coderen wat is aangevinkt", "code what is ticked";
    BulkRecode "find.recode" Find CHANGED ["r"] "een andere code ervoor in de plaats", "another code in its place";
    BulkStar "find.star" Find CHANGED ["*"] "belangrijk, of niet meer", "important, or no longer";
    BulkMemo "find.memo" Find RESULTS ["m"] "memo erbij", "memo on it";
    FindSentences "find.sentences" Find RESULTS ["s"] "codeer de zin of de hele beurt", "code the sentence or the whole turn";
    Export "find.export" Find EXPORTED ["e"] "naar een bestand", "to a file";
    SaveQuery "find.save" Find QUESTION ["ctrl-s"] "vraag bewaren onder een naam", "save the question under a name";
    SavedQueries "find.saved" Find QUESTION ["ctrl-r"] "bewaarde en eerdere vragen", "saved and earlier questions";
    ForgetQuery "find.forget" Find SAVED ["delete" "x"] "deze vraag vergeten", "forget this question";
    HistoryBack "find.earlier" Find FIND ["ctrl-up"] "eerdere vraag", "earlier question";
    HistoryOn "find.later" Find FIND ["ctrl-down"] "latere vraag", "later question";
    OpenTables "table.open" Find READER ["T"] "tabellen: codes tegen kenmerken", "tables: codes against attributes";
    NextColumn "table.next-column" Find COLUMNS ["right" "l"] "volgende kolom", "next column";
    PreviousColumn "table.previous-column" Find COLUMNS ["left" "h"] "vorige kolom", "previous column";
    OtherColumns "table.columns" Find TABLES ["tab"] "tellen naar iets anders", "count by something else";
    OtherColumnsBack "table.columns-back" Find TABLES ["shift-tab"] "tellen naar het vorige", "count by the one before";
    OpenJournal "journal.open" Find READER ["H"] "journaal: wat iedereen deed", "journal: what everybody did";
    JournalDay "journal.day" Find JOURNAL ["d"] "alleen deze dag, of weer alle", "this day alone, or all again";
    JournalCoder "journal.coder" Find JOURNAL ["w"] "alleen deze coder, of weer alle", "this coder alone, or all again";
    JournalDocument "journal.document" Find JOURNAL ["o"] "alleen dit document, of weer alle", "this document alone, or all again";
    JournalCode "journal.code" Find JOURNAL ["c"] "alleen deze code, of weer alle", "this code alone, or all again";
    JournalKind "journal.kind" Find JOURNAL ["s"] "alleen deze soort, of weer alle", "this kind alone, or all again";
    JournalCounting "journal.counting" Find JOURNAL ["t"] "met of zonder wat niet meer telt", "with or without what no longer counts";
    OpenWalks "walk.open" Find WALKED ["W"] "wat door te lopen is, codering voor codering", "what there is to go through, coding by coding";
    WalkNext "walk.next" Find WALK ["n" "right" "space"] "verder zonder keuze", "on without a choice";
    WalkBack "walk.back" Find WALK ["p" "left" "backspace"] "een codering terug", "a coding back";
    WalkKeep "walk.keep" Find WALK ["k"] "behouden onder de huidige definitie", "keep under the present definition";
    WalkRecode "walk.recode" Find WALK ["r"] "een andere code ervoor in de plaats", "another code in its place";
    WalkRetire "walk.retire" Find WALK ["R"] "de gesplitste code buiten gebruik stellen", "retire the code that was split";
    WalkWhy "walk.reason" Find WALK ["w"] "reden bij de keuzes die volgen", "reason for the choices that follow";
    WalkPlace "walk.place" Find WALK ["h"] "zelf een plaats aanwijzen in de tekst", "point at a place in the text";
    WalkGo "walk.go" Find WALK ["g"] "in de tekst bekijken", "look at it in the text";
    SplitCode "code.split" Find READER [] "de code van deze codering splitsen", "split the code of this coding";
    Documents "document.open" Find READER ["o"] "ander document", "another document";
    NextDocument "document.next" Find READER [">"] "volgende document", "next document";
    PreviousDocument "document.previous" Find READER ["<"] "vorige document", "previous document";
    OpenImport "document.import" Find READER ["I"] "bestanden importeren", "import files";
    ImportWrite "import.write" Find IMPORT ["w"] "opnemen in de studie", "take into the study";
    ImportLeaveOut "import.leave-out" Find IMPORT ["x"] "niet opnemen; is geen spreker", "leave out; is no speaker";
    ImportAttribute "import.attribute" Find IMPORT ["a"] "kenmerk van alle documenten", "attribute of all documents";
    ImportFolder "import.folder" Find IMPORT ["f"] "map onder corpus/", "folder below corpus/";
    ImportEncoding "import.encoding" Find IMPORT ["e"] "codering van dit bestand", "encoding of this file";
    ImportReading "import.reading" Find IMPORT ["o"] "hoe er gelezen wordt: lagen, blad, kolommen, namen", "how they are read: tiers, sheet, columns, names";
    ImportRepair "import.repair" Find IMPORT ["r"] "dubbele codering herstellen, of niet", "mend what was encoded twice, or not";
    SetAttribute "document.attribute" Find TREE ["ctrl-a"] "kenmerk van dit document of deze groep", "attribute of this document or group";

    OpenCodes "codebook.open" Codebook READER ["B"] "het codeboek", "the codebook";
    ToPassages "codebook.passages" Codebook BOOK_PARTS ["tab"] "naar de passages en terug", "to the passages and back";
    Unfold "codebook.unfold" Codebook CODES ["right" "l"] "uitvouwen", "unfold";
    Fold "codebook.fold" Codebook CODES ["left" "h"] "invouwen; nog eens: een stap omhoog", "fold; again: a step up";
    FilterCodes "codebook.filter" Codebook CODES ["f"] "zoek in namen en definities", "look in names and definitions";
    CodeGroups "codebook.groups" Codebook CODES ["v"] "families of groepen", "families or groups";
    CodesBelow "codebook.below" Codebook BOOK ["d"] "passages met of zonder onderliggende codes", "passages with or without the codes below";
    EditEntry "codebook.edit" Codebook ENTRY ["e"] "de velden van dit item, en terug", "the fields of this entry, and back";
    DefineCode "codebook.define" Codebook CODES ["="] "definitie schrijven", "write the definition";
    NewCode "codebook.new" Codebook CODES ["n"] "nieuwe code hierachter", "new code behind this one";
    NewCodeBelow "codebook.new-below" Codebook CODES ["N"] "nieuwe code hieronder", "new code below this one";
    NewFamily "codebook.new-family" Codebook CODES ["F"] "nieuwe familie", "new family";
    RenameCode "codebook.rename" Codebook CODES ["r"] "andere naam; de id blijft", "another name; the id stays";
    AddInclude "codebook.include" Codebook ENTRY ["+"] "wanneer wel: een regel erbij", "when to use it: one more line";
    AddExclude "codebook.exclude" Codebook ENTRY ["-"] "wanneer niet: een regel erbij", "when not: one more line";
    AddExample "codebook.add-example" Codebook ENTRY ["\""] "een voorbeeld erbij", "one more example";
    AnchorExample "codebook.example" Codebook EXAMPLES ["b"] "deze passage wordt een voorbeeld van haar code", "this passage becomes an example of its code";
    LettersOfCode "codebook.letters" Codebook CODES [","] "letters van deze code", "letters of this code";
    ColorOfCode "codebook.color" Codebook CODES ["#"] "kleur van deze code", "colour of this code";
    GroupsOfCode "codebook.of-groups" Codebook CODES ["g"] "groepen van deze code", "groups of this code";
    MoveCode "codebook.move" Codebook CODES ["m"] "verplaatsen: oppakken, bij het doel neerzetten", "move: pick up, put down at the target";
    SortEarlier "codebook.earlier" Codebook CODES ["<"] "een plaats naar voren", "a place forward";
    SortLater "codebook.later" Codebook CODES [">"] "een plaats naar achteren", "a place back";
    SortByName "codebook.sort" Codebook CODES ["s"] "op naam sorteren, met wat ernaast staat", "sort by name, with what stands beside it";
    CompareCodes "codebook.compare" Codebook CODES ["c"] "twee codes naast elkaar: oppakken, neerzetten", "two codes side by side: pick up, put down";
    MergeCode "codebook.merge" Codebook CODES ["M"] "samenvoegen: oppakken, bij de erfgenaam neerzetten", "merge: pick up, put down at the heir";
    OpenConflicts "codebook.conflicts" Codebook CODES ["G"] "kiezen tussen twee versies die git liet staan", "choose between two versions that git left";
    ValueToCode "codebook.value-to-code" Codebook CODES ["w"] "een waarde van een facet wordt een code", "a value of a facet becomes a code";
    CodeToValue "codebook.code-to-value" Codebook CODES ["W"] "deze code wordt een waarde van een facet", "this code becomes a value of a facet";
    JoinPassages "codebook.join" Codebook BOOK_LISTS ["J"] "passages die raken of overlappen tot één maken", "make one of passages that touch or overlap";
    RetireCode "codebook.retire" Codebook CODES ["t"] "laten vervallen, of weer in gebruik", "retire, or in use again";
    RemoveCode "codebook.remove" Codebook ENTRY ["delete"] "weghalen wat niet gebruikt is", "take away what was not used";

    FocusTree "view.tree" View WITH_TREE ["tab"] "naar de documenten en terug", "to the documents and back";
    OpenVisible "view.visible" View SHOWN ["z"] "welke families en coders zichtbaar zijn", "which families and coders are shown";
    Help "program.help" View COMMANDS ["?" "f1"] "de toetsen die hier werken", "the keys that work here";
    Language "view.language" View READER [] "Nederlands of Engels", "Dutch or English";
    Problems "view.problems" View READER ["!"] "wat er met bestanden van de studie mis is", "what is wrong with files of the study";
    Redraw "view.redraw" View EVERYWHERE ["ctrl-l"] "scherm opnieuw tekenen", "draw the screen anew";

    Down "list.down" List LISTS ["down" "ctrl-n"] "omlaag", "down";
    Up "list.up" List LISTS ["up"] "omhoog", "up";
    PlainDown "list.plain-down" List PLAIN_LISTS ["j"] "omlaag", "down";
    PlainUp "list.plain-up" List PLAIN_LISTS ["k"] "omhoog", "up";
    ListPageDown "list.page-down" List LISTS ["pagedown"] "een scherm verder", "a screen further";
    ListPageUp "list.page-up" List LISTS ["pageup"] "een scherm terug", "a screen back";
    First "list.first" List LISTS ["home"] "naar het begin", "to the start";
    Last "list.last" List LISTS ["end"] "naar het eind", "to the end";
    Accept "list.accept" List ASKS ["enter"] "goed", "accept";
    Tick "list.tick" List TICKED ["tab"] "aanvinken, en verder", "tick, and go on";
    Complete "list.complete" List COMPLETED ["tab"] "woord of naam aanvullen", "complete the word or the name";
    EraseLine "line.erase" List LINES ["ctrl-u"] "regel leegmaken", "empty the line";
    EraseWord "line.erase-word" List LINES ["ctrl-w"] "woord wissen", "erase a word";

    Close "program.close" Program TOPS ["esc"] "sluiten wat bovenop ligt; selectie los", "close what is on top; drop the selection";
    CloseTop "program.close-top" Program COMMANDS ["q"] "sluiten wat bovenop ligt", "close what is on top";
    Palette "program.palette" Program COMMANDS [":"] "een handeling op naam", "an action by its name";
    Quit "program.quit" Program EVERYWHERE ["ctrl-q" "ctrl-c"] "stoppen", "quit";
    Suspend "program.suspend" Program EVERYWHERE ["ctrl-z"] "naar de shell (fg komt terug)", "to the shell (fg comes back)";
}
