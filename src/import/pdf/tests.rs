use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::import::transcript::Body;

/// A PDF with these lines on each page, as small as one can be.
fn pdf(pages: &[&[&str]]) -> Vec<u8> {
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned()];
    let kids: Vec<String> = (0..pages.len()).map(|nth| format!("{} 0 R", 4 + nth * 2)).collect();
    objects.push(format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()));
    objects
        .push("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned());
    for (nth, lines) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + nth * 2
        ));
        let mut stream = String::from("BT /F1 11 Tf 14 TL 60 780 Td ");
        for line in *lines {
            let _ = write!(stream, "({line}) Tj T* ");
        }
        stream.push_str("ET");
        objects.push(format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()));
    }
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (nth, object) in objects.iter().enumerate() {
        places.push(file.len());
        let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", nth + 1);
    }
    let start = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ =
        write!(file, "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}

fn clean(pages: &[&str]) -> (Vec<String>, Vec<String>) {
    let pages: Vec<String> = pages.iter().map(|page| (*page).to_owned()).collect();
    let cleaned = pages::cleaned(&pages);
    (cleaned.paragraphs, cleaned.notes)
}

#[test]
fn a_document_of_two_pages() {
    let found = read(&pdf(&[&["Ada: Hoe ging het met de brug?"], &["Bo: Wel goed."]])).unwrap();
    assert_eq!(
        found.transcripts[0].body,
        Body::Text("Ada: Hoe ging het met de brug?\n\nBo: Wel goed.\n".to_owned())
    );
    assert!(found.notes[0].contains("look it over"), "{:?}", found.notes);
}

#[test]
fn pages_without_text_are_scans() {
    assert_eq!(read(&pdf(&[&[], &["12"]])), Err(ImportError::Scanned));
    let found = read(&pdf(&[&["Ada: Ja, dat is zo."], &[]])).unwrap();
    assert!(found.notes.iter().any(|note| note.contains("1 page has no text")), "{:?}", found.notes);
}

#[test]
fn lines_are_joined_and_words_mended() {
    let (paragraphs, notes) = clean(&[
        "\n1/2\n\nAda:\t\tDe\tbrug is\ter om over te gaan, en dat doen wij samen\nmet de anderen, die ook coördi-\nneren.\n\nBo: Ja.\n\n1\n\n2\n\n3\n",
    ]);
    assert_eq!(
        paragraphs,
        [
            "Ada: De brug is er om over te gaan, en dat doen wij samen met de anderen, die ook coördineren.",
            "Bo: Ja."
        ]
    );
    assert_eq!(notes.len(), 2, "{notes:?}");
    let (paragraphs, _) = clean(&[
        "Ada: Dit is een regel die helemaal vol is\nBo: En dit is een andere beurt, ook vol\nAda: Kort.\nDit hoort er niet bij, want Kort is kort",
    ]);
    assert_eq!(paragraphs.len(), 4, "{paragraphs:?}");
}

#[test]
fn what_most_pages_have_at_their_edges_goes() {
    let page = |n: u32, words: &str| format!("Studie Brug – vertrouwelijk\n\n{words}\n\nPagina {n} van 3");
    let pages: Vec<String> =
        [(1, "Ada: Een zin die niet ophoudt en dus"), (2, "verder gaat hier. Zo is het."), (3, "Bo: Ja.")]
            .map(|(n, words)| page(n, words))
            .into();
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    let (paragraphs, notes) = clean(&pages);
    assert_eq!(paragraphs, ["Ada: Een zin die niet ophoudt en dus verder gaat hier. Zo is het.", "Bo: Ja."]);
    assert!(notes.iter().any(|note| note.contains("vertrouwelijk")), "{notes:?}");
}

#[test]
fn numbers_before_lines_go_and_others_stay() {
    let lines: Vec<String> =
        (31..40).map(|n| format!("{n} En toen ging het verder met {n} mensen")).collect();
    let (paragraphs, _) = clean(&[&lines.join("\n")]);
    assert!(paragraphs[0].starts_with("En toen ging het verder met 31 mensen En toen"), "{paragraphs:?}");
    let (paragraphs, _) = clean(&["Hoeveel?\n\n12\n\nNiet meer dan dat."]);
    assert_eq!(paragraphs, ["Hoeveel?", "12", "Niet meer dan dat."]);
}

/// The same file with other words at one place, as long as those before.
fn changed(file: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let file = String::from_utf8(file.to_vec()).unwrap();
    assert!(file.contains(from), "{file}");
    file.replacen(from, to, 1).into_bytes()
}

#[test]
fn what_leads_back_to_itself_is_refused() {
    let round = |bytes: &[u8]| matches!(read(bytes), Err(ImportError::Broken { why }) if why.starts_with("its pages are built"));
    // A page that is in itself, and knows nothing of its size.
    let plain = pdf(&[&["Ja, dat is zo."]]);
    assert!(!round(&plain));
    let in_itself = changed(&plain, "/Parent 2 0 R /MediaBox", "/Parent 4 0 R /Mediabox");
    assert!(round(&in_itself));
    // A drawing that draws itself: object 5 is what stands on the page, and the only drawing.
    let drawing = |line: &str| changed(&pdf(&[&[line]]), "/Font << /F1 3 0 R >>", "/XObject <</F 5 0 R>>");
    let goes_round = |bytes: &[u8]| rounds::goes_round(&Document::load_mem(bytes).unwrap());
    assert!(!goes_round(&plain) && !goes_round(&drawing("Do")));
    assert!(round(&drawing("Ja.) Tj /F Do (Nee.")));
}

#[test]
fn drawings_have_names_of_their_own() {
    let mut document = Document::new();
    let mut drawing = |content: &str, drawings: Option<&[(&str, pdf_extract::ObjectId)]>| {
        let mut dictionary = pdf_extract::Dictionary::new();
        if let Some(drawings) = drawings {
            let named = drawings.iter().map(|(name, id)| (*name, pdf_extract::Object::Reference(*id)));
            let mut resources = pdf_extract::Dictionary::new();
            resources.set("XObject", named.collect::<pdf_extract::Dictionary>());
            dictionary.set("Resources", resources);
        }
        document.add_object(pdf_extract::Stream::new(dictionary, content.as_bytes().to_vec()))
    };
    let leaf = drawing("q Q", None);
    // The page calls `Fm0` what has another `Fm0` in it, as many programs do.
    let middle = drawing("/Fm0 Do", Some(&[("Fm0", leaf)]));
    drawing("/Fm0 Do", Some(&[("Fm0", middle)]));
    assert!(!rounds::goes_round(&document));
    // One without names draws by those of whoever draws it: here itself.
    let own =
        document.add_object(pdf_extract::Stream::new(pdf_extract::Dictionary::new(), b"/Fm1 Do".to_vec()));
    let named = pdf_extract::Dictionary::from_iter([("Fm1", pdf_extract::Object::Reference(own))]);
    document.add_object(pdf_extract::Dictionary::from_iter([(
        "XObject",
        pdf_extract::Object::Dictionary(named),
    )]));
    assert!(rounds::goes_round(&document));
}

#[test]
fn damage_gets_its_sentence() {
    for bytes in [&b"%PDF-1.7\n"[..], b"", &pdf(&[&["Ja."]])[..200]] {
        assert!(matches!(read(bytes), Err(ImportError::Broken { .. })));
    }
}

/// Turns were counted with grep in what the crate gives before anything is cleaned: lines that begin with a word and a colon.
/// P1: 47 `Dan:` and 47 `Participant:`; P5: 68 and 67 (and one `Particpant:`, which stands once and so
/// is no label); P7: 53 and 53. Each file ends in numbers of
/// paragraphs (64 and more), and has `1/5` and so on at its pages.
#[test]
fn transcripts_that_maxqda_printed() {
    let folder = "corpora/en_userstudy_maxqda_PDPilot_BSD3/results/transcripts";
    for (name, turns) in [("P1", 94), ("P5", 135), ("P7", 106)] {
        let Some(bytes) = crate::import::shared_fixture(&format!("{folder}/{name}.pdf")) else { return };
        let found = read(&bytes).unwrap();
        let Body::Text(text) = &found.transcripts[0].body else { panic!("{name}") };
        let read = crate::text::Turns::parse(text, &[]);
        let spoken = read.iter().filter(|turn| turn.label.is_some()).count();
        assert_eq!(spoken, turns, "{name}: {text}");
        assert!(
            !text
                .lines()
                .any(|line| !line.is_empty() && line.chars().all(|c| c.is_ascii_digit() || c == '/')),
            "{name}: {text}"
        );
        assert!(!text.contains('\t') && !text.contains("  "));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn damage_never_panics(places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = pdf(&[&["Ada: Een zin."], &["Bo: Ja."]]);
        for (at, byte) in places {
            let place = at.index(bytes.len());
            bytes[place] = byte;
        }
        let _ = read(&bytes);
    }

    #[test]
    fn any_pages_are_cleaned(pages in prop::collection::vec("([0-9]{1,3}|Ada: |[a-z]{1,9}-?|[ \t\n]|ﬁ)*", 0..5)) {
        let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
        let letters = |words: &str| words.chars().filter(|c| c.is_alphabetic()).count();
        let before: usize = pages.iter().map(|page| letters(&page.replace('ﬁ', "fi"))).sum();
        let (paragraphs, notes) = clean(&pages);
        let after: usize = paragraphs.iter().map(|paragraph| letters(paragraph)).sum();
        prop_assert!(after == before || notes.iter().any(|note| note.contains("most pages")), "{paragraphs:?} {notes:?}");
    }
}
