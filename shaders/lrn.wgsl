// s_c = bias + alpha · Σ over j in W(c) of x_j²   y_c = x_c · s_c^−beta      CPU twin: crates/compute/src/ops/lrn.rs
struct Params { len: u32, columns: u32, before: u32, after: u32, alpha: f32, beta: f32, bias: f32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
@group(0) @binding(3) var<storage, read_write> s: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i >= p.len { return; }
    let c = i % p.columns;
    var sum = 0.0;
    for (var j = i - min(c, p.before); j <= i + min(p.columns - 1u - c, p.after); j += 1u) { sum += x[j] * x[j]; }
    let of_c = p.bias + p.alpha * sum;
    s[i] = of_c;
    y[i] = x[i] * pow(of_c, -p.beta);
}
