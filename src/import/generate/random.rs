//! Chance that is the same everywhere: `SplitMix64` (Steele, Lea and Flood 2014), and drawing by weight in constant
//! time with Vose's alias method.

/// A stream of numbers that follows from its seed.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The stream number `stream` of `seed`; streams of one seed have nothing to do with each other.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut start = Self(seed);
        let base = start.draw();
        let mut mixed = Self(base ^ stream.wrapping_mul(0xd134_2543_de82_ef95));
        Self(mixed.draw())
    }

    /// The next 64 bits.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A whole number below `limit`; 0 when `limit` is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        (((self.draw() >> 32) * limit as u64) >> 32) as usize
    }

    /// A number from 0 up to, but not including, 1.
    pub fn fraction(&mut self) -> f64 {
        (self.draw() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of `items`, each as likely as the next.
    pub fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }
}

/// Numbers drawn by weight.
#[derive(Clone, Debug)]
pub struct Weighted {
    /// For each number: up to which 32-bit draw it stands for itself, and which number it is above that.
    cells: Vec<(u32, u32)>,
}

impl Weighted {
    /// Draws `n` in proportion to `weights[n]`.
    pub fn new(weights: &[f64]) -> Self {
        let mean = weights.iter().sum::<f64>() / weights.len().max(1) as f64;
        let mut scaled: Vec<f64> = weights.iter().map(|weight| weight / mean).collect();
        let mut cells: Vec<(u32, u32)> = (0..weights.len() as u32).map(|own| (u32::MAX, own)).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) =
            (0..scaled.len()).partition(|&number| scaled[number] < 1.0);
        while let (Some(&poor), Some(&rich)) = (small.last(), large.last()) {
            small.pop();
            cells[poor] = ((scaled[poor] * f64::from(u32::MAX)) as u32, rich as u32);
            scaled[rich] -= 1.0 - scaled[poor];
            if scaled[rich] < 1.0 {
                large.pop();
                small.push(rich);
            }
        }
        Self { cells }
    }

    /// Weights that fall as in speech (Zipf–Mandelbrot): `1 / (rank + shift)^exponent`.
    pub fn falling(count: usize, shift: f64, exponent: f64) -> Self {
        let weights: Vec<f64> = (1..=count).map(|rank| (rank as f64 + shift).powf(-exponent)).collect();
        Self::new(&weights)
    }

    /// The next number; 0 when there is nothing to draw from.
    pub fn draw(&self, random: &mut Random) -> usize {
        let bits = random.draw();
        let number = (((bits >> 32) * self.cells.len() as u64) >> 32) as usize;
        match self.cells.get(number) {
            Some(&(own, other)) if bits as u32 > own => other as usize,
            _ => number,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_that_of_the_published_generator() {
        let mut random = Random(1_234_567);
        assert_eq!(random.draw(), 6_457_827_717_110_365_317);
        assert_eq!(random.draw(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn numbers_come_in_proportion_to_their_weights() {
        let weights = [1.0, 5.0, 0.0, 2.0, 8.0];
        let weighted = Weighted::new(&weights);
        let mut random = Random::new(7, 0);
        let mut counts = [0_u32; 5];
        for _ in 0..160_000 {
            counts[weighted.draw(&mut random)] += 1;
        }
        for (count, weight) in counts.iter().zip(weights) {
            assert!((f64::from(*count) - weight * 10_000.0).abs() < 600.0, "{counts:?}");
        }
        assert_eq!(Weighted::new(&[]).draw(&mut random), 0);
    }
}
