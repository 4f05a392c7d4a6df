// dx[cell,c] = Σ of dy[o,c] / n over the positions o that see the cell, n being what the mean of o was taken over.
// dy: [B,Oy,Ox,C]   dx: [B,Y,X,C]      CPU twin: crates/compute/src/ops/average_pool.rs
struct Params {
    batch: u32, y: u32, x: u32, channels: u32, out_y: u32, out_x: u32, window_y: u32, window_x: u32,
    stride_y: u32, stride_x: u32, before_y: u32, before_x: u32, counts_padding: u32,
}
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i >= p.batch * p.y * p.x * p.channels { return; }
    let c = i % p.channels;
    let cell = i / p.channels % (p.y * p.x);
    let image = i / (p.channels * p.y * p.x) * p.out_y * p.out_x;
    let before = vec2(p.before_y, p.before_x);
    let window = vec2(p.window_y, p.window_x);
    let stride = vec2(p.stride_y, p.stride_x);
    // The positions that see the cell: o·stride ≤ at < o·stride + window, in padded cells.
    let at = vec2(cell / p.x, cell % p.x) + before;
    let first = (max(at + 1u, window) - window + stride - 1u) / stride;
    let last = min(at / stride, vec2(p.out_y, p.out_x) - 1u);
    var sum = 0.0;
    for (var oy = first.x; oy <= last.x; oy += 1u) {
        for (var ox = first.y; ox <= last.y; ox += 1u) {
            let start = vec2(oy, ox) * stride;
            let cells = min(start + window - before, vec2(p.y, p.x)) - (max(start, before) - before);
            let n = select(cells, window, p.counts_padding == 1u);
            sum += dy[(image + oy * p.out_x + ox) * p.channels + c] / f32(n.x * n.y);
        }
    }
    dx[i] = sum;
}
