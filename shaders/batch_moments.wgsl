// Of each slice of rows and each column: the mean, and the sum of squares around it.
// x: [N,C]   moments: [slices,2,C]      CPU twin: crates/compute/src/ops/batch_norm.rs
// A workgroup adds 32 columns of a slice: 8 lanes a column share its rows, neighbours read neighbouring columns.
struct Params { rows: u32, columns: u32, slices: u32, rows_in_slice: u32, epsilon: f32, of_batch: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> moments: array<f32>;
const COLUMNS = 32u;
const LANES = 8u;
var<workgroup> partial: array<f32, COLUMNS * LANES>;

@compute @workgroup_size(COLUMNS, LANES)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
    let c = group.x * COLUMNS + local.x;
    let start = group.y * p.rows_in_slice;
    let end = min(start + p.rows_in_slice, p.rows);
    var sum = 0.0;
    if c < p.columns {
        for (var i = start + local.y; i < end; i += LANES) { sum += x[i * p.columns + c]; }
    }
    let mean = over_lanes(sum, local) / f32(end - start);
    var squares = 0.0;
    if c < p.columns {
        for (var i = start + local.y; i < end; i += LANES) {
            let apart = x[i * p.columns + c] - mean;
            squares += apart * apart;
        }
    }
    workgroupBarrier();
    let total = over_lanes(squares, local);
    if local.y == 0u && c < p.columns {
        moments[group.y * 2u * p.columns + c] = mean;
        moments[(group.y * 2u + 1u) * p.columns + c] = total;
    }
}

fn over_lanes(value: f32, local: vec3<u32>) -> f32 {
    partial[local.y * COLUMNS + local.x] = value;
    workgroupBarrier();
    var sum = 0.0;
    for (var l = 0u; l < LANES; l += 1u) { sum += partial[l * COLUMNS + local.x]; }
    return sum;
}
