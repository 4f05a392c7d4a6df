// dx_c = dy_c·s_c^−beta − 2·alpha·beta · x_c · Σ over j with c in W(j) of dy_j·y_j/s_j
// CPU twin: crates/compute/src/ops/lrn.rs
struct Params { len: u32, columns: u32, before: u32, after: u32, alpha: f32, beta: f32, bias: f32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read> y: array<f32>;
@group(0) @binding(4) var<storage, read> s: array<f32>;
@group(0) @binding(5) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i >= p.len { return; }
    let c = i % p.columns;
    var sum = 0.0;
    // The window mirrored.
    for (var j = i - min(c, p.after); j <= i + min(p.columns - 1u - c, p.before); j += 1u) { sum += dy[j] * y[j] / s[j]; }
    dx[i] = dy[i] * pow(s[i], -p.beta) - 2.0 * p.alpha * p.beta * x[i] * sum;
}
