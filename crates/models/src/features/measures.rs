//! What is measured of an image: a few numbers with a meaning each.      brightness 0…1 `[Y,X]` → numbers

use crate::config::FeatureKind;

/// Zones along a side.
pub const ZONES: usize = 4;
/// Parts along a side in which edges are counted.
pub const PARTS: usize = 2;
/// Directions of edges that are told apart.
pub const DIRECTIONS: usize = 8;

/// The mirrorings that symmetry is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mirror {
    /// Left and right change places.
    LeftRight,
    /// Top and bottom do.
    TopBottom,
    /// Both: half a turn.
    HalfTurn,
}

impl Mirror {
    /// All of them.
    pub const ALL: [Mirror; 3] = [Mirror::LeftRight, Mirror::TopBottom, Mirror::HalfTurn];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Mirror::LeftRight => "left-right",
            Mirror::TopBottom => "top-bottom",
            Mirror::HalfTurn => "half-turn",
        }
    }

    /// |x − mirrored x| of every pixel.
    pub fn differences(self, image: &[f32], [rows, columns]: [usize; 2]) -> Vec<f32> {
        let other = |index: usize| {
            let (y, x) = (index / columns, index % columns);
            match self {
                Mirror::LeftRight => y * columns + columns - 1 - x,
                Mirror::TopBottom => (rows - 1 - y) * columns + x,
                Mirror::HalfTurn => rows * columns - 1 - index,
            }
        };
        image.iter().enumerate().map(|(index, x)| (x - image[other(index)]).abs()).collect()
    }
}

/// The names of the numbers of a kind; there are none before PCA has found its components.
pub fn names(kind: FeatureKind, [rows, columns]: [usize; 2]) -> Vec<String> {
    match kind {
        FeatureKind::Means => {
            let of_rows = (0..rows).map(|y| format!("row.{y}"));
            let of_columns = (0..columns).map(|x| format!("column.{x}"));
            std::iter::once("mean".to_owned()).chain(of_rows).chain(of_columns).collect()
        }
        FeatureKind::Symmetry => Mirror::ALL.map(|mirror| mirror.name().to_owned()).to_vec(),
        FeatureKind::Zoning => (0..ZONES * ZONES).map(|i| format!("zone.{}.{}", i / ZONES, i % ZONES)).collect(),
        FeatureKind::Edges => {
            let name = |i: usize| {
                let part = i / DIRECTIONS;
                format!("edge.{}.{}.{}", part / PARTS, part % PARTS, i % DIRECTIONS)
            };
            (0..PARTS * PARTS * DIRECTIONS).map(name).collect()
        }
        FeatureKind::Pca => Vec::new(),
    }
}

/// The numbers of a kind; none for PCA, which is [`Pca`](super::Pca)'s.
pub fn values(kind: FeatureKind, image: &[f32], size: [usize; 2]) -> Vec<f32> {
    match kind {
        FeatureKind::Means => means(image, size),
        FeatureKind::Symmetry => symmetry(image, size),
        FeatureKind::Zoning => zoning(image, size),
        FeatureKind::Edges => edges(image, size),
        FeatureKind::Pca => Vec::new(),
    }
}

/// Mean brightness of the image, of each row and of each column.
fn means(image: &[f32], [rows, columns]: [usize; 2]) -> Vec<f32> {
    let mut sums = vec![0.0; 1 + rows + columns];
    for (index, brightness) in image.iter().enumerate() {
        sums[0] += brightness;
        sums[1 + index / columns] += brightness;
        sums[1 + rows + index % columns] += brightness;
    }
    let counts = std::iter::once(rows * columns)
        .chain(std::iter::repeat_n(columns, rows))
        .chain(std::iter::repeat_n(rows, columns));
    sums.into_iter().zip(counts).map(|(sum, count)| sum / count as f32).collect()
}

/// 1 − Σ|x − mirrored x| / 2Σx: 1 if an image is its mirror image, 0 if the two share no light. A black image is symmetric.
fn symmetry(image: &[f32], size: [usize; 2]) -> Vec<f32> {
    let light: f32 = image.iter().sum();
    let of = |mirror: Mirror| {
        let differences: f32 = mirror.differences(image, size).iter().sum();
        if light > 0.0 { 1.0 - differences / (2.0 * light) } else { 1.0 }
    };
    Mirror::ALL.map(of).to_vec()
}

/// Mean brightness of 4×4 zones, row by row.
fn zoning(image: &[f32], size: [usize; 2]) -> Vec<f32> {
    let mut sums = [0.0; ZONES * ZONES];
    let mut counts = [0_u32; ZONES * ZONES];
    for (index, brightness) in image.iter().enumerate() {
        let zone = part_of(index, size, ZONES);
        sums[zone] += brightness;
        counts[zone] += 1;
    }
    sums.iter().zip(counts).map(|(sum, count)| sum / count.max(1) as f32).collect()
}

/// How strong brightness changes at each pixel, and in which direction: radians from 0 (across) clockwise to below π.
/// Differences are of the neighbours on both sides; at the border a pixel is its own neighbour.
pub fn gradients(image: &[f32], [rows, columns]: [usize; 2]) -> [Vec<f32>; 2] {
    let at = |y: usize, x: usize| image[y * columns + x];
    let (mut strengths, mut directions) = (Vec::new(), Vec::new());
    for y in 0..rows {
        for x in 0..columns {
            let across = at(y, (x + 1).min(columns - 1)) - at(y, x.saturating_sub(1));
            let down = at((y + 1).min(rows - 1), x) - at(y.saturating_sub(1), x);
            strengths.push((across * across + down * down).sqrt());
            let direction = down.atan2(across);
            let turned = if direction < 0.0 { direction + std::f32::consts::PI } else { direction };
            directions.push(if turned >= std::f32::consts::PI { 0.0 } else { turned });
        }
    }
    [strengths, directions]
}

/// In 2×2 parts, the share of all change of brightness that runs in each of 8 directions: a histogram of oriented gradients
/// (Dalal & Triggs 2005), each pixel between the two directions next to its own.
fn edges(image: &[f32], size: [usize; 2]) -> Vec<f32> {
    let [strengths, directions] = gradients(image, size);
    let mut shares = vec![0.0; PARTS * PARTS * DIRECTIONS];
    let mut all = 0.0;
    for (index, (strength, direction)) in strengths.iter().zip(&directions).enumerate() {
        let position = direction / std::f32::consts::PI * DIRECTIONS as f32;
        let (first, beyond) = (position.floor(), position.fract());
        let bins = &mut shares[part_of(index, size, PARTS) * DIRECTIONS..][..DIRECTIONS];
        bins[first as usize % DIRECTIONS] += strength * (1.0 - beyond);
        bins[(first as usize + 1) % DIRECTIONS] += strength * beyond;
        all += strength;
    }
    if all > 0.0 {
        shares.iter_mut().for_each(|share| *share /= all);
    }
    shares
}

/// In which of `parts` × `parts` a pixel lies.
fn part_of(index: usize, [rows, columns]: [usize; 2], parts: usize) -> usize {
    (index / columns * parts / rows) * parts + index % columns * parts / columns
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bright left half of 8×8, one row darker than the rest.
    fn half() -> Vec<f32> {
        (0..64).map(|i| if i % 8 < 4 { if i / 8 == 2 { 0.5 } else { 1.0 } } else { 0.0 }).collect()
    }

    fn of(kind: FeatureKind, image: &[f32]) -> Vec<(String, f32)> {
        let (names, values) = (names(kind, [8, 8]), values(kind, image, [8, 8]));
        assert_eq!(names.len(), values.len());
        names.into_iter().zip(values).collect()
    }

    #[test]
    fn numbers_mean_what_their_names_say() {
        let means = of(FeatureKind::Means, &half());
        assert_eq!((means[0].1, &means[3]), (30.0 / 64.0, &("row.2".to_owned(), 0.25)));
        assert_eq!((means[9].clone(), means[13].1), (("column.0".to_owned(), 7.5 / 8.0), 0.0));
        let symmetry = of(FeatureKind::Symmetry, &half());
        assert_eq!(symmetry[0], ("left-right".to_owned(), 0.0));
        assert!((symmetry[1].1 - (1.0 - 4.0 / 60.0)).abs() < 1e-6 && symmetry[2].1 == 0.0, "{symmetry:?}");
        let zones = of(FeatureKind::Zoning, &half());
        assert_eq!((zones[4].clone(), zones[6].1), (("zone.1.0".to_owned(), 0.75), 0.0));
        let step: Vec<f32> = (0..64).map(|i| f32::from(u8::from(i % 8 < 4))).collect();
        let edges = of(FeatureKind::Edges, &step);
        for (name, value) in &edges {
            // The edge lies on both sides of the middle, and all of it runs across.
            assert_eq!(*value, if name.ends_with(".0") { 0.25 } else { 0.0 }, "{name}");
        }
    }

    #[test]
    fn black_images_have_numbers_too() {
        for kind in [FeatureKind::Means, FeatureKind::Symmetry, FeatureKind::Zoning, FeatureKind::Edges] {
            let expected = f32::from(u8::from(kind == FeatureKind::Symmetry));
            assert!(of(kind, &[0.0; 64]).iter().all(|(_, value)| *value == expected), "{kind:?}");
        }
    }

    #[test]
    fn edges_do_not_depend_on_contrast() {
        let diagonal: Vec<f32> = (0..64).map(|i| f32::from(u8::from(i / 8 > i % 8))).collect();
        let faint: Vec<f32> = diagonal.iter().map(|x| x * 0.25).collect();
        for ((name, a), (_, b)) in of(FeatureKind::Edges, &diagonal).iter().zip(of(FeatureKind::Edges, &faint)) {
            assert!((a - b).abs() < 1e-6, "{name}");
        }
    }
}
