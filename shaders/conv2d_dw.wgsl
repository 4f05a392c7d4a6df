// dw[k,c,f] = Σ over positions o of x[o·stride − before + k, c]·dy[o,f], the sums of each slice of positions apart.
// x: [B,Y,X,C]   dy: [B,Oy,Ox,F]   dw: [slices,Ky,Kx,C,F]      CPU twin: crates/compute/src/ops/conv2d.rs
// For any sizes: an invocation computes one row of dw for 4 filters and one slice.
struct Params {
    batch: u32, y: u32, x: u32, channels: u32, out_y: u32, out_x: u32, filters: u32, window_y: u32, window_x: u32,
    stride_y: u32, stride_x: u32, before_y: i32, before_x: i32, spread_y: u32, spread_x: u32, has_bias: u32, has_relu: u32,
    slices: u32, rows_in_slice: u32,
}
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read_write> dw: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let blocks = (p.filters + 3u) / 4u;
    let index = (group.y * groups.x + group.x) * 64u + local;
    let rows = p.window_y * p.window_x * p.channels;
    let slice = index / blocks / rows;
    if slice >= p.slices { return; }
    let f = index % blocks * 4u;
    let row = index / blocks % rows;
    let c = row % p.channels;
    let tap = vec2(row / p.channels / p.window_x, row / p.channels % p.window_x);
    let columns = min(vec4(f) + vec4(0u, 1u, 2u, 3u), vec4(p.filters - 1u));
    var sum = vec4(0.0);
    let end = min((slice + 1u) * p.rows_in_slice, p.batch * p.out_y);
    for (var out_row = slice * p.rows_in_slice; out_row < end; out_row += 1u) {
        let iy = i32(out_row % p.out_y * p.stride_y + tap.x) - p.before_y;
        if iy < 0 || iy >= i32(p.y) { continue; }
        let line = (out_row / p.out_y * p.y + u32(iy)) * p.x;
        for (var ox = 0u; ox < p.out_x; ox += 1u) {
            let ix = i32(ox * p.stride_x + tap.y) - p.before_x;
            if ix < 0 || ix >= i32(p.x) { continue; }
            let at = columns + (out_row * p.out_x + ox) * p.filters;
            sum += x[(line + u32(ix)) * p.channels + c] * vec4(dy[at.x], dy[at.y], dy[at.z], dy[at.w]);
        }
    }
    for (var j = 0u; j < min(4u, p.filters - f); j += 1u) {
        dw[(slice * rows + row) * p.filters + f + j] = sum[j];
    }
}
