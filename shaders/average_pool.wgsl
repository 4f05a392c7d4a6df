// y[o,c] = the mean of x[cell,c] over the cells that position o sees.
// x: [B,Y,X,C]   y: [B,Oy,Ox,C]      CPU twin: crates/compute/src/ops/average_pool.rs
struct Params {
    batch: u32, y: u32, x: u32, channels: u32, out_y: u32, out_x: u32, window_y: u32, window_x: u32,
    stride_y: u32, stride_x: u32, before_y: u32, before_x: u32, counts_padding: u32,
}
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i >= p.batch * p.out_y * p.out_x * p.channels { return; }
    let c = i % p.channels;
    let o = i / p.channels;
    let start = vec2(o / p.out_x % p.out_y * p.stride_y, o % p.out_x * p.stride_x); // counted in padded cells
    let before = vec2(p.before_y, p.before_x);
    let window = vec2(p.window_y, p.window_x);
    let first = max(start, before) - before;
    let end = min(start + window - before, vec2(p.y, p.x));
    let image = o / (p.out_y * p.out_x) * p.y * p.x;
    var sum = 0.0;
    for (var iy = first.x; iy < end.x; iy += 1u) {
        for (var ix = first.y; ix < end.y; ix += 1u) { sum += x[(image + iy * p.x + ix) * p.channels + c]; }
    }
    let seen = select(end - first, window, p.counts_padding == 1u);
    y[i] = sum / f32(seen.x * seen.y);
}
