//! A plain program with tantivy: the same two fields (words as they are compared, and as they are spelled where that is
//! otherwise) with the same options, its own writer with two threads, its own queries.

use std::path::{Path, PathBuf};

use kantlijn::model::document::split;
use kantlijn::text::Turns;
use kantlijn::text::fold::Tokens;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::Query;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term};

/// Memory for both threads together, in bytes.
const HEAP: usize = 400 << 20;

/// An index that can be asked.
pub struct Bare {
    reader: IndexReader,
    field: Field,
}

/// Builds an index of these files, each with the labels of its speakers.
pub fn build(paths: &[(PathBuf, Vec<String>)], folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("folded")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let mut schema = Schema::builder();
    let field = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("spelled")
        .set_index_option(IndexRecordOption::WithFreqs)
        .set_fieldnorms(false);
    let spelled = schema.add_text_field("spelled", TextOptions::default().set_indexing_options(indexing));
    let index = Index::create_in_dir(folder, schema.build()).unwrap();
    index.tokenizers().register("folded", Folding::default());
    index.tokenizers().register("spelled", Spelling::default());
    let mut writer: IndexWriter = index.writer_with_num_threads(2, HEAP).unwrap();
    for (path, labels) in paths {
        let file = std::fs::read_to_string(path).unwrap();
        let text = &file[split(&file).text_start..];
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        for turn in &Turns::parse(text, &labels) {
            let mut document = TantivyDocument::default();
            document.add_text(field, turn.spoken.slice(text));
            document.add_text(spelled, turn.spoken.slice(text));
            writer.add_document(document).unwrap();
        }
    }
    writer.commit().unwrap();
    writer.wait_merging_threads().unwrap();
}

impl Bare {
    /// Opens what was built.
    pub fn open(folder: &Path) -> Self {
        let index = Index::open_in_dir(folder).unwrap();
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().unwrap();
        let field = index.schema().get_field("text").unwrap();
        Self { reader, field }
    }

    pub fn term(&self, word: &str) -> Term {
        Term::from_field_text(self.field, word)
    }

    pub fn field(&self) -> Field {
        self.field
    }

    /// How many turns, and the best fifty, fetched.
    pub fn ask(&self, query: &dyn Query) -> usize {
        let searcher = self.reader.searcher();
        let (count, top) =
            searcher.search(query, &(Count, TopDocs::with_limit(50).order_by_score())).unwrap();
        for (_, address) in top {
            std::hint::black_box(searcher.doc::<TantivyDocument>(address).unwrap());
        }
        count
    }
}

#[derive(Clone, Default)]
struct Folding {
    token: Token,
}

struct Folded<'t> {
    tokens: Tokens<'t>,
    token: &'t mut Token,
}

impl Tokenizer for Folding {
    type TokenStream<'t> = Folded<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> Folded<'t> {
        self.token.reset();
        Folded { tokens: Tokens::of(text), token: &mut self.token }
    }
}

impl TokenStream for Folded<'_> {
    fn advance(&mut self) -> bool {
        let found = self.tokens.next_token(&mut self.token.text).is_some();
        self.token.position = self.token.position.wrapping_add(usize::from(found));
        found
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Words that are not spelled as they are compared.
#[derive(Clone, Default)]
struct Spelling {
    token: Token,
}

struct Spelled<'t> {
    text: &'t str,
    tokens: Tokens<'t>,
    folded: String,
    token: &'t mut Token,
}

impl Tokenizer for Spelling {
    type TokenStream<'t> = Spelled<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> Spelled<'t> {
        self.token.reset();
        Spelled { text, tokens: Tokens::of(text), folded: String::new(), token: &mut self.token }
    }
}

impl TokenStream for Spelled<'_> {
    fn advance(&mut self) -> bool {
        while let Some(span) = self.tokens.next_token(&mut self.folded) {
            let word = span.slice(self.text);
            if word != self.folded {
                self.token.text.clear();
                self.token.text.push_str(word);
                self.token.position = self.token.position.wrapping_add(1);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
