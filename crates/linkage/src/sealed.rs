//! Names that agencies may not share, as keyed bit patterns that can still be compared.
//!
//! A cryptographic long-term key (Schnell, Bachteler and Reiher 2009): the pairs of letters of a value,
//! each set as several bits under two secret keys. Like values share bits, so the Dice coefficient of
//! two patterns stands in for that of the values. The patterns are pseudonyms and no anonymous data:
//! common names can be guessed from how often a pattern occurs (method, section 3.6).

use sha2::{Digest, Sha256};

/// A bit pattern of one value.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Sealed {
    words: Vec<u64>,
}

/// How values are sealed. All agencies that link must use the same.
#[derive(Clone)]
pub struct Seal {
    first_key: Vec<u8>,
    second_key: Vec<u8>,
    n_bits: usize,
    n_bits_each: usize,
}

impl Seal {
    /// Keys for one field, patterns of `n_bits`, and how many bits each pair of letters sets.
    ///
    /// # Panics
    /// If `n_bits` is no power of two from 64.
    pub fn new(first_key: &[u8], second_key: &[u8], n_bits: usize, n_bits_each: usize) -> Seal {
        assert!(n_bits.is_power_of_two() && 64 <= n_bits, "a pattern has a power of two of bits, from 64");
        Seal { first_key: first_key.to_vec(), second_key: second_key.to_vec(), n_bits, n_bits_each }
    }

    /// Seals the folded form of a value.
    pub fn seal(&self, value: &str) -> Sealed {
        let mut words = vec![0_u64; self.n_bits / 64];
        for pair in letter_pairs(&model::home::fold(value)) {
            let start = self.place(&self.first_key, &pair);
            // A step of nothing would set one bit alone, again and again.
            let step = self.place(&self.second_key, &pair).max(1);
            for at in 0..self.n_bits_each {
                let bit = (start + at * step) % self.n_bits;
                words[bit / 64] |= 1 << (bit % 64);
            }
        }
        Sealed { words }
    }

    /// A keyed number below the number of bits: the last bits of the HMAC.
    fn place(&self, key: &[u8], token: &str) -> usize {
        let mac = hmac_sha256(key, token.as_bytes());
        let last = mac[24..].iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        last as usize & (self.n_bits - 1)
    }

    /// How many bits each pair should set for patterns to be half full: `bits × ln 2 / pairs`.
    pub fn n_bits_each_for(n_bits: usize, n_pairs: usize) -> f64 {
        n_bits as f64 * std::f64::consts::LN_2 / n_pairs as f64
    }
}

impl Sealed {
    pub fn n_set(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    pub fn n_common(&self, other: &Sealed) -> u32 {
        self.words.iter().zip(&other.words).map(|(a, b)| (a & b).count_ones()).sum()
    }

    /// `2 × common / (set + set)`; 0 of two empty patterns.
    pub fn dice(&self, other: &Sealed) -> f64 {
        let n_set = self.n_set() + other.n_set();
        if n_set == 0 { 0.0 } else { 2.0 * f64::from(self.n_common(other)) / f64::from(n_set) }
    }
}

/// A pattern says something about a person, so nothing of it is printed.
impl std::fmt::Debug for Sealed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("‹sealed›")
    }
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Seal({} bits, {} each)", self.n_bits, self.n_bits_each)
    }
}

/// Neighbouring letters with `_` around the text, each once; none of an empty text.
fn letter_pairs(text: &str) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let padded: Vec<char> = std::iter::once('_').chain(text.chars()).chain(['_']).collect();
    let mut pairs: Vec<String> = padded.windows(2).map(|pair| pair.iter().collect()).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// HMAC with SHA-256 (RFC 2104).
fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut block = [0_u8; 64];
    if key.len() <= 64 {
        block[..key.len()].copy_from_slice(key);
    } else {
        block[..32].copy_from_slice(&Sha256::digest(key));
    }
    let hash = |pad: u8, message: &[u8]| {
        let mut hasher = Sha256::new();
        hasher.update(block.map(|byte| byte ^ pad));
        hasher.update(message);
        hasher.finalize()
    };
    hash(0x5c, &hash(0x36, message)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test cases 2 and 6.
    #[test]
    fn the_keyed_hash_is_hmac() {
        let hex = |bytes: [u8; 32]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert_eq!(
            hex(hmac_sha256(b"Jefe", b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(
            hex(hmac_sha256(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }

    /// Method, T6: smith and smyth set 115 and 116 bits, 78 of them in common; Dice 0.6753 for 0.6667.
    #[test]
    fn like_names_share_bits_as_in_t6() {
        let seal = Seal::new(b"k1", b"k2", 1_024, 20);
        let (smith, smyth) = (seal.seal("smith"), seal.seal("Smyth"));
        assert_eq!((smith.n_set(), smyth.n_set(), smith.n_common(&smyth)), (115, 116, 78));
        assert!((smith.dice(&smyth) - 0.6753).abs() < 5e-5);
        assert!((crate::bind::dice(b"smith", b"smyth") - 2.0 / 3.0).abs() < 1e-12);
        assert!((Seal::n_bits_each_for(1_024, 30) - 23.66).abs() < 5e-3);
        assert_eq!(seal.seal("").dice(&seal.seal("")), 0.0);
        assert!(!format!("{smith:?} {seal:?}").contains("smith"));
    }
}
