// clip = (‖g‖, min(1, max / (‖g‖ + 1e-6)), the last tensor that is unsound) from what sum_squares.wgsl wrote.
// CPU twin: crates/compute/src/ops/clip.rs
struct Params { len: u32, max_norm: f32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> squares: array<f32>;
@group(0) @binding(2) var<storage, read_write> clip: array<f32>;
const LANES = 32u;
var<workgroup> partial: array<vec2<f32>, LANES>;

@compute @workgroup_size(LANES)
fn main(@builtin(local_invocation_index) lane: u32) {
    var sum = 0.0;
    var unsound = 0.0;
    for (var i = lane; i < p.len; i += LANES) {
        sum += squares[i];
        unsound = max(unsound, squares[p.len + i]);
    }
    partial[lane] = vec2(sum, unsound);
    workgroupBarrier();
    if lane > 0u { return; }
    for (var i = 1u; i < LANES; i += 1u) {
        sum += partial[i].x;
        unsound = max(unsound, partial[i].y);
    }
    let norm = sqrt(sum);
    clip[0] = norm;
    clip[1] = select(1.0, min(1.0, p.max_norm / (norm + 1e-6)), p.max_norm > 0.0);
    clip[2] = unsound;
}
