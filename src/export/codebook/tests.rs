use super::*;
use crate::model::codebook::ReadFamily;
use crate::model::names::Names;

const LM: &str = r##"
family = "lm"
name = { nl = "Leren & grenzen", en = "Learning & boundaries" }
exclusive = true
[[rule]]
id = "R1"
nl = "Geen grens, geen <code>."
en = "No boundary, no <code>."
[[group]]
id = "samen"
name = { nl = "Samen" }
[[facet]]
id = "niveau"
name = { nl = "niveau", en = "level" }
ask = "now"
[[facet.value]]
id = "org"
name = { nl = "organisatie", en = "organisation" }
definition = { nl = "De organisatie leert.", en = "The organisation learns." }
[[code]]
id = "a"
name = { nl = "Onderscheiden", en = "Othering" }
definition = { nl = "Het *verschil*.\n\nTweede alinea.", en = "The *difference*." }
include = [{ nl = "- wij en jullie", en = "- us and you" }]
exclude = [{ nl = "uitleg", en = "explaining", not = "b" }]
examples = [{ nl = "=SOM(A1)", en = "“Over there.”" }]
source = "A & B 2011, p. 142"
key = "aa"
color = "#c05020"
[[code]]
id = "b"
parent = "a"
name = { nl = "Alleen Nederlands" }
groups = ["samen"]
principle = "a"
poles = [{ nl = "hier", en = "here" }, { nl = "daar", en = "there" }]
[[code]]
id = "c"
retired = true
"##;

fn book() -> Codebook {
    let other = "family = \"x\"\n[[code]]\nid = \"los\"\n";
    let read = [("codebook/lm.toml", LM), ("codebook/x.toml", other)];
    let read = read.iter().map(|(path, toml)| ReadFamily::parse(path, toml).unwrap()).collect();
    let (book, problems) = Codebook::build(read, &mut Names::default());
    assert_eq!(problems, [""; 0]);
    book
}

fn view<'a>(book: &'a Codebook, family: Option<&'a str>, language: &'a str) -> CodebookView<'a> {
    CodebookView { title: "Proef <1>", book, family, language }
}

#[test]
fn markdown_holds_all_that_a_coder_needs() {
    insta::assert_snapshot!(markdown(view(&book(), Some("lm"), "nl")), @r"
    # Codeboek: Proef \<1>

    ## Leren & grenzen (`lm`)

    Op één passage staat ten hoogste één code van deze familie.

    ### Codeerregels

    - **R1** Geen grens, geen \<code>.

    ### Facetten

    #### niveau (`niveau`)

    *één waarde, gevraagd bij het coderen*

    - **organisatie** (`org`): De organisatie leert.

    ### Groepen

    - **Samen** (`samen`): Alleen Nederlands (`b`)

    ### Onderscheiden (`a`)

    Het \*verschil\*.

    Tweede alinea.

    **Wel**

    - \- wij en jullie

    **Niet**

    - uitleg → Alleen Nederlands (`b`)

    **Voorbeelden**

    > \=SOM(A1)

    - *Spanningen:* Alleen Nederlands (`b`)
    - *Toets:* `,aa`
    - *Kleur:* `#c05020`
    - *Bron:* A & B 2011, p. 142

    #### Alleen Nederlands (`b`)

    - *Hoort bij het principe:* Onderscheiden (`a`)
    - *Polen:* hier ↔ daar
    - *Groepen:* Samen (`samen`)

    ### c (`c`)

    *vervallen: krijgt geen nieuwe coderingen*
    ");
}

#[test]
fn words_of_the_codebook_mean_nothing_to_markdown() {
    let book = book();
    let page = markdown(view(&book, None, "en"));
    assert!(page.contains("# Codebook: Proef \\<1>\n"), "{page}");
    assert!(page.contains("Learning & boundaries"), "a lone ampersand is one");
    assert!(page.contains("No boundary, no \\<code>."), "{page}");
    assert!(page.contains("- \\- us and you\n"), "{page}");
    assert!(page.contains("The \\*difference\\*."), "{page}");
    assert!(page.contains("#### Alleen Nederlands (`b`)"), "another language stands in: {page}");
}

#[test]
fn the_page_is_whole_and_needs_nothing_else() {
    let book = book();
    let page = html(view(&book, None, "en"));
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en\">"));
    for never in ["<script", "http://", "https://", "src=", "@import", "url("] {
        assert!(!page.contains(never), "{never}");
    }
    for landmark in
        ["<header>", "<nav aria-labelledby=\"contents\">", "<main id=\"main\">", "default-src 'none'"]
    {
        assert!(page.contains(landmark), "{landmark}");
    }
    assert!(page.contains("prefers-color-scheme: dark") && page.contains("@media print"));
    assert!(page.contains("No boundary, no &lt;code&gt;."));
    assert!(page.contains("<span lang=\"nl\">Alleen Nederlands</span>"), "another language is marked");
    assert!(page.contains("→ <a href=\"#b\"><span lang=\"nl\">Alleen Nederlands</span></a>"));
}

/// Every element is closed, headings do not skip a level, anchors exist once, and every link leads to one.
#[test]
fn the_page_is_well_formed_and_its_links_lead_somewhere() {
    let book = book();
    for family in [None, Some("lm"), Some("nergens")] {
        let page = html(view(&book, family, "nl"));
        let body = &page[page.find("</style>").unwrap()..];
        let mut open: Vec<&str> = vec!["html", "head"];
        let (mut anchors, mut links, mut level) = (Vec::new(), Vec::new(), 1);
        for tag in body[8..].split('<').skip(1).map(|rest| rest.split('>').next().unwrap()) {
            let name = tag.trim_start_matches('/').split(' ').next().unwrap();
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(name), "in {page}");
                continue;
            }
            open.push(name);
            let attribute =
                |key: &str| Some(tag.split(&format!("{key}=\"")).nth(1)?.split('"').next().unwrap());
            anchors.extend(attribute(" id"));
            links.extend(attribute("href").and_then(|link| link.strip_prefix('#')));
            if let Some(new) = name.strip_prefix('h').and_then(|digit| digit.parse::<u32>().ok()) {
                assert!(new <= level + 1, "a heading {new} below one of {level}");
                level = new;
            }
        }
        assert_eq!(open, [""; 0]);
        let mut once = anchors.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), anchors.len(), "{anchors:?}");
        for link in &links {
            assert!(anchors.contains(link), "#{link} leads nowhere");
        }
        assert_eq!(links.len() > 4, family != Some("nergens"));
    }
}

#[test]
fn csv_is_one_row_a_thing_and_harmless() {
    let book = book();
    let sheet = csv(view(&book, None, "nl"));
    let rows: Vec<&str> = sheet.split("\r\n").collect();
    assert_eq!(
        rows[0],
        "kind,family,id,parent,name_en,name_nl,definition_en,definition_nl,include_en,include_nl,exclude_en,exclude_nl,\
         exclude_not,examples_en,examples_nl,source,key,color,groups,principle,poles_en,poles_nl,retired,exclusive,\
         facet_kind,ask"
    );
    assert!(rows[1].starts_with("family,lm,lm,,Learning & boundaries,Leren & grenzen,"), "{}", rows[1]);
    assert!(rows[1].ends_with(",yes,,"), "{}", rows[1]);
    assert!(sheet.contains(",'=SOM(A1),"), "{sheet}");
    assert!(sheet.contains(",'- wij en jullie,"), "{sheet}");
    assert!(sheet.contains("\"Het *verschil*.\n\nTweede alinea.\""), "{sheet}");
    assert!(sheet.contains("\"here\nthere\",\"hier\ndaar\""), "{sheet}");
    assert_eq!(rows.last(), Some(&""), "the last row ends too");
}
