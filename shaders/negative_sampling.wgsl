// Of each sample j of row n with the score z = hₙ·cₙⱼ, where cₙⱼ is row sₙⱼ of c:
// the loss −ln σ(±z), and r = (σ(z) − [j = 0]) / N.
// h: [N,D]   c: [V,D]   samples, losses, residuals: [N,S]      CPU twin: crates/compute/src/ops/negative_sampling.rs
struct Params { rows: u32, samples: u32, columns: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> h: array<f32>;
@group(0) @binding(2) var<storage, read> c: array<f32>;
@group(0) @binding(3) var<storage, read> samples: array<u32>;
@group(0) @binding(4) var<storage, read_write> losses: array<f32>;
@group(0) @binding(5) var<storage, read_write> residuals: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i >= p.rows * p.samples { return; }
    let n = i / p.samples;
    let is_right = i % p.samples == 0u;
    if !is_right && samples[i] == samples[n * p.samples] { // noise that is the right word is passed over
        losses[i] = 0.0;
        residuals[i] = 0.0;
        return;
    }
    let h_row = n * p.columns;
    let c_row = samples[i] * p.columns;
    var z = 0.0;
    for (var d = 0u; d < p.columns; d += 1u) { z += h[h_row + d] * c[c_row + d]; }
    let label = select(0.0, 1.0, is_right);
    losses[i] = max(z, 0.0) - z * label + log(1.0 + exp(-abs(z)));
    residuals[i] = (1.0 / (1.0 + exp(-clamp(z, -87.0, 87.0))) - label) / f32(p.rows);
}
