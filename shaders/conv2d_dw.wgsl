// dw[k,c,f] = Σ over positions o of x[o·stride − before + k, c]·dy[o,f], the sums of each slice of positions apart.
// x: [B,Y,X,C]   dy: [B,Oy,Ox,F]   dw: [slices,Ky,Kx,C,F]      CPU twin: crates/compute/src/ops/conv2d.rs
// For any sizes: an invocation computes 4 rows of dw (a row is a tap and a channel) for 4 filters and one slice.
struct Params {
    batch: u32, y: u32, x: u32, channels: u32, out_y: u32, out_x: u32, filters: u32, window_y: u32, window_x: u32,
    stride_y: u32, stride_x: u32, before_y: i32, before_x: i32, spread_y: u32, spread_x: u32, has_bias: u32, has_relu: u32,
    slices: u32, rows_in_slice: u32,
}
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read_write> dw: array<f32>;
const LANES = vec4(0u, 1u, 2u, 3u);

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let rows = p.window_y * p.window_x * p.channels;
    let blocks = vec2((rows + 3u) / 4u, (p.filters + 3u) / 4u);
    let index = (group.y * groups.x + group.x) * 64u + local;
    let slice = index / (blocks.x * blocks.y);
    if slice >= p.slices { return; }
    let f = index % blocks.y * 4u;
    let row = index / blocks.y % blocks.x * 4u;
    // Past the edge the last row and filter are read again; the result of that is not written.
    let columns = min(f + LANES, vec4(p.filters - 1u));
    let of_dw = min(row + LANES, vec4(rows - 1u));
    let tap = of_dw / p.channels;
    let ky = vec4<i32>(tap / p.window_x) - p.before_y;
    let kx = vec4<i32>(tap % p.window_x) - p.before_x;
    let c = of_dw % p.channels;
    var sums = mat4x4<f32>(); // column r is row r of dw
    let end = min((slice + 1u) * p.rows_in_slice, p.batch * p.out_y);
    for (var out_row = slice * p.rows_in_slice; out_row < end; out_row += 1u) {
        let iy = i32(out_row % p.out_y * p.stride_y) + ky;
        let inside_y = (iy >= vec4(0)) & (iy < vec4(i32(p.y)));
        let line = (i32(out_row / p.out_y * p.y) + iy) * i32(p.x);
        for (var ox = 0u; ox < p.out_x; ox += 1u) {
            let ix = i32(ox * p.stride_x) + kx;
            let inside = inside_y & (ix >= vec4(0)) & (ix < vec4(i32(p.x)));
            let from_x = select(vec4(0u), vec4<u32>(line + ix) * p.channels + c, inside);
            let x_o = select(vec4(0.0), vec4(x[from_x.x], x[from_x.y], x[from_x.z], x[from_x.w]), inside);
            let at = columns + (out_row * p.out_x + ox) * p.filters;
            let dy_o = vec4(dy[at.x], dy[at.y], dy[at.z], dy[at.w]);
            sums += mat4x4(x_o.x * dy_o, x_o.y * dy_o, x_o.z * dy_o, x_o.w * dy_o);
        }
    }
    for (var i = 0u; i < 4u && row + i < rows; i += 1u) {
        for (var j = 0u; j < 4u && f + j < p.filters; j += 1u) {
            dw[(slice * rows + row + i) * p.filters + f + j] = sums[i][j];
        }
    }
}
