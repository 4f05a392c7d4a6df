//! What forecasts miss, and whether one miss tells of the next.

/// Autocorrelation of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Autocorrelation {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub deviation: f64,
    /// ρ₁, ρ₂, …
    pub values: Vec<f64>,
    /// Of white noise, 95 of 100 would lie within ± this: 1.96/√n.
    pub band: f64,
}

/// ρₖ = Σₜ (eₜ − ē)(eₜ₋ₖ − ē) / Σₜ (eₜ − ē)², at the lags 1 to `lags` (Box and Jenkins 1976); zeros for a constant.
pub fn autocorrelation(e: &[f64], lags: usize) -> Autocorrelation {
    let n = e.len() as f64;
    let mean = e.iter().sum::<f64>() / n;
    let centred: Vec<f64> = e.iter().map(|e| e - mean).collect();
    let square: f64 = centred.iter().map(|e| e * e).sum();
    let at = |lag: usize| {
        let sum: f64 = centred.iter().skip(lag).zip(&centred).map(|(now, before)| now * before).sum();
        if square > 0.0 { sum / square } else { 0.0 }
    };
    let values = (1..=lags.min(e.len().saturating_sub(1))).map(at).collect();
    Autocorrelation { mean, deviation: (square / n).sqrt(), values, band: 1.96 / n.sqrt() }
}
