//! Lists of different lengths in one array.

/// For each number from 0 on, a run of items that lie one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Runs<T> {
    /// `first[n]..first[n + 1]` are the items of number `n`.
    first: Vec<u32>,
    all: Vec<T>,
}

impl<T> Default for Runs<T> {
    fn default() -> Runs<T> {
        Runs { first: vec![0], all: Vec::new() }
    }
}

impl<T> Runs<T> {
    /// Adds the run of the next number.
    pub(crate) fn push(&mut self, items: impl IntoIterator<Item = T>) {
        self.all.extend(items);
        self.first.push(self.all.len() as u32);
    }

    /// The items of a number.
    pub(crate) fn of(&self, number: u32) -> &[T] {
        let n = number as usize;
        &self.all[self.first[n] as usize..self.first[n + 1] as usize]
    }
}

impl<T: Copy + Default> Runs<T> {
    /// From items in any order, each with its number; what a number has keeps that order.
    #[inline(never)]
    pub(crate) fn gather(numbers: usize, items: &[(u32, T)]) -> Runs<T> {
        let mut first = vec![0u32; numbers + 1];
        for (number, _) in items {
            first[*number as usize + 1] += 1;
        }
        let mut count = 0;
        for first in &mut first {
            count += *first;
            *first = count;
        }
        // Filled from the front: until the end, each number's first place is that of its next item.
        let mut all = vec![T::default(); count as usize];
        for (number, item) in items {
            let place = &mut first[*number as usize];
            all[*place as usize] = *item;
            *place += 1;
        }
        first.copy_within(..numbers, 1);
        first[0] = 0;
        Runs { first, all }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_its_items_in_order() {
        let items = [(2, 'a'), (0, 'b'), (2, 'c'), (3, 'd'), (0, 'e')];
        let gathered = Runs::gather(5, &items);
        let mut pushed = Runs::default();
        for run in ["be", "", "ac", "d", ""] {
            pushed.push(run.chars());
        }
        for (number, run) in ["be", "", "ac", "d", ""].iter().enumerate() {
            assert_eq!(gathered.of(number as u32).iter().collect::<String>(), *run);
            assert_eq!(pushed.of(number as u32), gathered.of(number as u32));
        }
    }
}
