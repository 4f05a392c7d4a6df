// dhₙ = Σⱼ rₙⱼ·cₙⱼ.      residuals, samples: [N,S]   c: [V,D]   dh: [N,D].      An invocation computes four columns.
// CPU twin: crates/compute/src/ops/negative_sampling.rs
struct Params { rows: u32, samples: u32, columns: u32, words: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> residuals: array<f32>;
@group(0) @binding(2) var<storage, read> c: array<f32>;
@group(0) @binding(3) var<storage, read> samples: array<u32>;
@group(0) @binding(4) var<storage, read_write> dh: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    let blocks = (p.columns + 3u) / 4u;
    if i >= p.rows * blocks { return; }
    let n = i / blocks;
    let d = vec4((i % blocks) * 4u) + vec4(0u, 1u, 2u, 3u);
    let columns = min(d, vec4(p.columns - 1u)); // past the edge the last column is read again, and not written
    var sum = vec4(0.0);
    for (var i = n * p.samples; i < (n + 1u) * p.samples; i += 1u) {
        let at = samples[i] * p.columns + columns;
        sum += residuals[i] * vec4(c[at.x], c[at.y], c[at.z], c[at.w]);
    }
    for (var l = 0u; l < 4u && d[l] < p.columns; l += 1u) { dh[n * p.columns + d[l]] = sum[l]; }
}
