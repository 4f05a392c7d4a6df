// The k largest numbers of each row, the largest first, of equal ones the leftmost first.
// x: [N,M]   values, places: [N,k].      A workgroup a row: in each round its 64 invocations look for the best one that
// comes after the last found.      CPU twin: crates/compute/src/ops/top_k.rs
struct Params { rows: u32, columns: u32, k: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> values: array<f32>;
@group(0) @binding(3) var<storage, read_write> places: array<u32>;
const LANES = 64u;
const NONE = 0xffffffffu;
var<workgroup> shared_value: array<f32, LANES>;
var<workgroup> shared_place: array<u32, LANES>;

// Whether number a at place i comes before b at j; a place of NONE comes last.
fn is_before(a: f32, i: u32, b: f32, j: u32) -> bool {
    return i != NONE && (j == NONE || a > b || (a == b && i < j));
}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) lane: u32) {
    let row = group.y * groups.x + group.x;
    let start = min(row, p.rows - 1u) * p.columns; // rows past the end do the last one again, and write nothing
    var last_value = 0.0;
    var last_place = NONE; // nothing found yet
    for (var round = 0u; round < p.k; round += 1u) {
        var value = 0.0;
        var place = NONE;
        for (var j = lane; j < p.columns; j += LANES) {
            let candidate = x[start + j];
            let is_left = last_place == NONE || is_before(last_value, last_place, candidate, j);
            if is_left && is_before(candidate, j, value, place) {
                value = candidate;
                place = j;
            }
        }
        shared_value[lane] = value;
        shared_place[lane] = place;
        workgroupBarrier();
        last_value = shared_value[0];
        last_place = shared_place[0];
        for (var l = 1u; l < LANES; l += 1u) {
            if is_before(shared_value[l], shared_place[l], last_value, last_place) {
                last_value = shared_value[l];
                last_place = shared_place[l];
            }
        }
        workgroupBarrier(); // all have read before the next round writes
        if lane == 0u && row < p.rows {
            values[row * p.k + round] = last_value;
            places[row * p.k + round] = last_place;
        }
    }
}
