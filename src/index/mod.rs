//! The query language and its evaluation.
//!
//! In reading order: [`query`] turns words into a tree and the tree into a [`Condition`]; [`Filter`] is the same condition
//! as a screen puts it together from choices; [`passages`] finds the codings that meet it, by place; [`place`] says where in
//! its document a passage stands and what stands around it. [`answer()`] answers a [`Question`] from a [`CodingTable`], a
//! [`Catalogue`] of turns and a [`TextFinder`], on any thread.

pub mod answer;
mod cancel;
pub mod catalogue;
pub mod codings;
mod condition;
mod filter;
pub mod finder;
mod passages;
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
pub use condition::{CodeSet, Condition};
pub use filter::{CodeChoice, Filter};
pub use passages::passages;
pub use query::{Query, QueryError};
pub use question::{Gives, Question};
pub use rows::Marks;
