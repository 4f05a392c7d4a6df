// The mean and the variance of each column from those of the slices.
// slices: [slices,2,C]   moments: [2,C]      CPU twin: crates/compute/src/ops/batch_norm.rs
struct Params { rows: u32, columns: u32, slices: u32, rows_in_slice: u32, epsilon: f32, of_batch: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> slices: array<f32>;
@group(0) @binding(2) var<storage, read_write> moments: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let c = id.x;
    if c >= p.columns { return; }
    let rows = f32(p.rows);
    var mean = 0.0;
    for (var s = 0u; s < p.slices; s += 1u) { mean += share(s) * slices[s * 2u * p.columns + c]; }
    var variance = 0.0;
    for (var s = 0u; s < p.slices; s += 1u) {
        let apart = slices[s * 2u * p.columns + c] - mean;
        variance += slices[(s * 2u + 1u) * p.columns + c] / rows + share(s) * apart * apart;
    }
    moments[c] = mean;
    moments[p.columns + c] = variance;
}

// Of all rows, those in slice s.
fn share(s: u32) -> f32 {
    return f32(min(p.rows_in_slice, p.rows - s * p.rows_in_slice)) / f32(p.rows);
}
