// y[o,f] = Σ over taps k and channels c of w[k,c,f]·x[o·stride − before + k, c] + b[f].
// x: [B,Y,X,C]   w: [Ky,Kx,C,F]   b: [F]   y: [B,Oy,Ox,F]      CPU twin: crates/compute/src/ops/conv2d.rs
// For any sizes: an invocation computes 4 positions × 4 filters in registers. x's cells may stand `spread` apart.
struct Params {
    batch: u32, y: u32, x: u32, channels: u32, out_y: u32, out_x: u32, filters: u32, window_y: u32, window_x: u32,
    stride_y: u32, stride_x: u32, before_y: i32, before_x: i32, spread_y: u32, spread_x: u32, has_bias: u32, has_relu: u32,
    slices: u32, rows_in_slice: u32,
}
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> w: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;
const NOWHERE = 0xffffffffu;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let blocks = (p.filters + 3u) / 4u;
    let index = (group.y * groups.x + group.x) * 64u + local;
    let o = index / blocks * 4u;
    let positions = p.batch * p.out_y * p.out_x;
    if o >= positions { return; }
    let f = index % blocks * 4u;
    // Past the edge the last filter is read again; the result of that is not written.
    let columns = min(vec4(f) + vec4(0u, 1u, 2u, 3u), vec4(p.filters - 1u));
    var sums: array<vec4<f32>, 4>;
    for (var ky = 0u; ky < p.window_y; ky += 1u) {
        for (var kx = 0u; kx < p.window_x; kx += 1u) {
            let a = vec4(cell(o, ky, kx), cell(o + 1u, ky, kx), cell(o + 2u, ky, kx), cell(o + 3u, ky, kx));
            let inside = a != vec4(NOWHERE);
            let tap = (ky * p.window_x + kx) * p.channels;
            for (var c = 0u; c < p.channels; c += 1u) {
                let at = columns + (tap + c) * p.filters;
                let w_c = vec4(w[at.x], w[at.y], w[at.z], w[at.w]);
                let from_x = select(vec4(0u), a + c, inside);
                let x_c = select(vec4(0.0), vec4(x[from_x.x], x[from_x.y], x[from_x.z], x[from_x.w]), inside);
                sums[0] += x_c.x * w_c;
                sums[1] += x_c.y * w_c;
                sums[2] += x_c.z * w_c;
                sums[3] += x_c.w * w_c;
            }
        }
    }
    for (var i = 0u; i < min(4u, positions - o); i += 1u) {
        for (var j = 0u; j < min(4u, p.filters - f); j += 1u) {
            var sum = sums[i][j];
            if p.has_bias == 1u { sum += bias[f + j]; }
            if p.has_relu == 1u { sum = max(sum, 0.0); }
            y[(o + i) * p.filters + f + j] = sum;
        }
    }
}

// Where the channels of the cell begin that position `o` sees at a tap.
fn cell(o: u32, ky: u32, kx: u32) -> u32 {
    let positions = p.out_y * p.out_x;
    let iy = i32(o % positions / p.out_x * p.stride_y + ky) - p.before_y;
    let ix = i32(o % p.out_x * p.stride_x + kx) - p.before_x;
    let b = o / positions;
    if b >= p.batch || iy < 0 || ix < 0 { return NOWHERE; }
    let at = vec2(u32(iy), u32(ix));
    let spread = vec2(p.spread_y, p.spread_x);
    if any(at % spread != vec2(0u)) || any(at / spread >= vec2(p.y, p.x)) { return NOWHERE; }
    return ((b * p.y + at.x / p.spread_y) * p.x + at.y / p.spread_x) * p.channels;
}
