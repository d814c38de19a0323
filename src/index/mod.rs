//! The query language and its evaluation.
//!
//! In reading order: [`query`] turns words into a tree and the tree into a [`Question`]; [`answer()`] answers it from a
//! [`CodingTable`], a [`Catalogue`] of turns and a [`TextFinder`], on any thread; a [`CodingTest`] is the part of a question
//! that one coding answers by itself; [`place`] says where in its document a passage stands and what stands around it.

pub mod answer;
mod cancel;
pub mod catalogue;
pub mod codings;
pub mod finder;
pub mod place;
pub mod query;
pub mod question;
pub mod rows;
pub mod texts;
pub mod words;

pub use answer::{Answer, Found, TextFinder, answer};
pub use cancel::{Cancel, Stopped};
pub use catalogue::Catalogue;
pub use codings::CodingTable;
pub use query::{Query, QueryError};
pub use question::{CodeSet, CodingTest, Gives, Question};
pub use rows::Marks;
