// clip = (‖g‖, min(1, max / (‖g‖ + 1e-6))) from the sums of squares.      CPU twin: crates/compute/src/ops/clip.rs
struct Params { len: u32, max_norm: f32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> squares: array<f32>;
@group(0) @binding(2) var<storage, read_write> clip: array<f32>;

@compute @workgroup_size(1)
fn main() {
    var sum = 0.0;
    for (var i = 0u; i < p.len; i += 1u) { sum += squares[i]; }
    let norm = sqrt(sum);
    clip[0] = norm;
    clip[1] = select(1.0, min(1.0, p.max_norm / (norm + 1e-6)), p.max_norm > 0.0);
}
