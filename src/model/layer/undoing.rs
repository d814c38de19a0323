//! What undo and redo take back.

use uuid::Uuid;

use super::Layer;
use crate::model::record::Act;

impl Layer {
    /// The transaction that an undo without a target takes back: this writer's last one that counts and did something.
    pub fn undo_target(&self) -> Option<Uuid> {
        self.own_in_order().find(|&tx| self.depth(tx) == 0).map(|tx| self.transactions[tx as usize].id)
    }

    /// The undo that a redo takes back: this writer's last, unless something was done since.
    pub fn redo_target(&self) -> Option<Uuid> {
        for tx in self.own_in_order() {
            match self.depth(tx) {
                0 => return None,
                odd if odd % 2 == 1 => return Some(self.transactions[tx as usize].id),
                _ => {}
            }
        }
        None
    }

    /// This writer's counting transactions that did something or took something back, latest first.
    fn own_in_order(&self) -> impl Iterator<Item = u32> {
        let silent = |event| {
            let act = &self.records[event as usize].act;
            // That codings follow into another document is what somebody said.
            let followed = matches!(act, Act::Revise(revised) if revised.into.is_none());
            followed || matches!(act, Act::Seen(_) | Act::Redact(_) | Act::Unknown)
        };
        let counting = self.own.iter().rev().copied().filter(|&tx| self.transactions[tx as usize].counts);
        counting.filter(move |&tx| !self.events_in(tx).all(silent))
    }

    /// 0 for an action, 1 for its undo, 2 for a redo, and so on.
    fn depth(&self, tx: u32) -> usize {
        let mut depth = 0;
        let mut at = tx;
        while let Act::Undo(target) = self.records[self.transactions[at as usize].first as usize].act {
            depth += 1;
            match self.find_transaction(target) {
                Some(earlier) if self.order(earlier) < self.order(at) => at = earlier,
                _ => break,
            }
        }
        depth
    }

    /// The undo that keeps a transaction from counting: the last of those that count.
    pub fn counting_undo_of(&self, tx: Uuid) -> Option<Uuid> {
        let undos = self.undos.get(&tx).into_iter().flatten().map(|&undo| self.records[undo as usize].tx);
        let counting = undos.filter(|&undo| self.transactions[undo as usize].counts);
        counting.max_by_key(|&undo| self.order(undo)).map(|undo| self.transactions[undo as usize].id)
    }
}
