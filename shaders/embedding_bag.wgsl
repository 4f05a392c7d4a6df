// yₙ = Σⱼ wₙⱼ·table[indexₙⱼ].      table: [V,D]   index, weights: [N,S]   y: [N,D].      An invocation computes four columns.
// CPU twin: crates/compute/src/ops/embedding_bag.rs
struct Params { bags: u32, size: u32, rows: u32, columns: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> table: array<f32>;
@group(0) @binding(2) var<storage, read> index: array<u32>;
@group(0) @binding(3) var<storage, read> weights: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    let blocks = (p.columns + 3u) / 4u;
    if i >= p.bags * blocks { return; }
    let n = i / blocks;
    let d = vec4((i % blocks) * 4u) + vec4(0u, 1u, 2u, 3u);
    let columns = min(d, vec4(p.columns - 1u)); // past the edge the last column is read again, and not written
    var sum = vec4(0.0);
    for (var j = n * p.size; j < (n + 1u) * p.size; j += 1u) {
        let at = index[j] * p.columns + columns;
        sum += weights[j] * vec4(table[at.x], table[at.y], table[at.z], table[at.w]);
    }
    for (var l = 0u; l < 4u && d[l] < p.columns; l += 1u) { y[n * p.columns + d[l]] = sum[l]; }
}
