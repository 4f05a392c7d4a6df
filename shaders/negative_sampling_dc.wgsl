// dcᵥ = Σ of rₙⱼ·hₙ over n, j with sₙⱼ = v.      residuals: [N,S]   h: [N,D]   dc: [V,D]
// sorted: [2NS], the samples in ascending order and then the place of each. An invocation adds four columns of one row.
// CPU twin: crates/compute/src/ops/negative_sampling.rs
struct Params { rows: u32, samples: u32, columns: u32, words: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> residuals: array<f32>;
@group(0) @binding(2) var<storage, read> h: array<f32>;
@group(0) @binding(3) var<storage, read> sorted: array<u32>;
@group(0) @binding(4) var<storage, read_write> dc: array<f32>;

// The first place in `sorted` whose word is not below v.
fn first_of(v: u32, count: u32) -> u32 {
    var low = 0u;
    var high = count;
    while low < high {
        let middle = (low + high) / 2u;
        if sorted[middle] < v { low = middle + 1u; } else { high = middle; }
    }
    return low;
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    let blocks = (p.columns + 3u) / 4u;
    if i >= p.words * blocks { return; }
    let v = i / blocks;
    let d = vec4((i % blocks) * 4u) + vec4(0u, 1u, 2u, 3u);
    let columns = min(d, vec4(p.columns - 1u)); // past the edge the last column is read again, and not written
    let count = p.rows * p.samples;
    var sum = vec4(0.0);
    for (var at = first_of(v, count); at < count; at += 1u) {
        if sorted[at] != v { break; }
        let place = sorted[count + at];
        let from_h = place / p.samples * p.columns + columns;
        sum += residuals[place] * vec4(h[from_h.x], h[from_h.y], h[from_h.z], h[from_h.w]);
    }
    for (var l = 0u; l < 4u && d[l] < p.columns; l += 1u) { dc[v * p.columns + d[l]] = sum[l]; }
}
