// y[o,f] = Σ over taps k and channels c of w[k,c,f]·x[o·stride − before + k, c] + b[f], then perhaps relu.
// x: [B,Y,X,C]   w: [Ky,Kx,C,F]   b: [F]   y: [B,Oy,Ox,F]      CPU twin: crates/compute/src/ops/conv2d.rs
// For any sizes: an invocation computes 8 positions × 8 filters in registers. x's cells may stand `spread` apart.
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
const LANES = vec4(0u, 1u, 2u, 3u);
const NOWHERE = -1048576; // no line is as long

// Four positions: the cell (perhaps in the padding) that their first tap sees, and where their image begins.
struct Positions { y: vec4<i32>, x: vec4<i32>, image: vec4<i32> }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let index = (group.y * groups.x + group.x) * 64u + local;
    // Neighbours take neighbouring positions and the same filters; one's eight positions are `apart`.
    let apart = (p.batch * p.out_y * p.out_x + 7u) / 8u;
    let f = index / apart * 8u;
    if f >= p.filters { return; }
    let p0 = index % apart + LANES * apart;
    let p1 = p0 + 4u * apart;
    // Past the edge the last filter is read again; the result of that is not written.
    let f0 = min(f + LANES, vec4(p.filters - 1u));
    let f1 = min(f + 4u + LANES, vec4(p.filters - 1u));
    let o0 = positions(p0);
    let o1 = positions(p1);
    var y00 = mat4x4<f32>(); // column r is position r
    var y01 = mat4x4<f32>();
    var y10 = mat4x4<f32>();
    var y11 = mat4x4<f32>();
    var row = 0u; // of w
    for (var ky = 0u; ky < p.window_y; ky += 1u) {
        let line0 = lines(o0, i32(ky));
        let line1 = lines(o1, i32(ky));
        for (var kx = 0u; kx < p.window_x; kx += 1u) {
            let at0 = cells(line0, o0.x + i32(kx));
            let at1 = cells(line1, o1.x + i32(kx));
            for (var c = 0u; c < p.channels; c += 1u) {
                let x0 = four_of_x(at0, c);
                let x1 = four_of_x(at1, c);
                let w0 = four_of_w(row + f0);
                let w1 = four_of_w(row + f1);
                y00 += outer(x0, w0);
                y01 += outer(x0, w1);
                y10 += outer(x1, w0);
                y11 += outer(x1, w1);
                row += p.filters;
            }
        }
    }
    store(p0, f, y00);
    store(p0, f + 4u, y01);
    store(p1, f, y10);
    store(p1, f + 4u, y11);
}

fn positions(o: vec4<u32>) -> Positions {
    let image = o / (p.out_y * p.out_x);
    let oy = o / p.out_x - image * p.out_y;
    let ox = o % p.out_x;
    let first = vec4<i32>(min(image, vec4(p.batch - 1u)) * (p.y * p.x));
    return Positions(vec4<i32>(oy * p.stride_y) - p.before_y, vec4<i32>(ox * p.stride_x) - p.before_x, first);
}

// The cells before the lines that four positions see at a row of taps, or far below zero in the padding.
fn lines(o: Positions, ky: i32) -> vec4<i32> {
    let y = o.y + ky;
    let at = y / i32(p.spread_y);
    let inside = (vec4<u32>(at) < vec4(p.y)) & (y == at * i32(p.spread_y)); // negative ones become huge
    return select(vec4(NOWHERE), o.image + at * i32(p.x), inside);
}

// Where the channels of four cells begin, or below zero in the padding and between cells.
fn cells(line: vec4<i32>, x: vec4<i32>) -> vec4<i32> {
    var at = x;
    if p.spread_x != 1u { at = x / i32(p.spread_x); }
    let inside = (vec4<u32>(at) < vec4(p.x)) & (x == at * i32(p.spread_x));
    return select(vec4(NOWHERE), (line + at) * i32(p.channels), inside);
}

fn four_of_x(at: vec4<i32>, c: u32) -> vec4<f32> {
    let from_x = vec4<u32>(max(at, vec4(0))) + c;
    return select(vec4(0.0), vec4(x[from_x.x], x[from_x.y], x[from_x.z], x[from_x.w]), at >= vec4(0));
}

fn four_of_w(at: vec4<u32>) -> vec4<f32> { return vec4(w[at.x], w[at.y], w[at.z], w[at.w]); }

fn outer(positions: vec4<f32>, filters: vec4<f32>) -> mat4x4<f32> {
    return mat4x4(positions.x * filters, positions.y * filters, positions.z * filters, positions.w * filters);
}

// Unrolled: an index that is not constant would put the matrix into memory.
fn store(o: vec4<u32>, f: u32, sums: mat4x4<f32>) {
    if f >= p.filters { return; }
    var first = vec4(0.0);
    if p.has_bias == 1u {
        let at = min(f + LANES, vec4(p.filters - 1u));
        first = vec4(bias[at.x], bias[at.y], bias[at.z], bias[at.w]);
    }
    store_position(o.x, f, sums[0] + first);
    store_position(o.y, f, sums[1] + first);
    store_position(o.z, f, sums[2] + first);
    store_position(o.w, f, sums[3] + first);
}

fn store_position(o: u32, f: u32, sums: vec4<f32>) {
    if o >= p.batch * p.out_y * p.out_x { return; }
    let result = select(sums, max(sums, vec4(0.0)), p.has_relu == 1u);
    let at = o * p.filters + f;
    y[at] = result.x;
    if f + 1u < p.filters { y[at + 1u] = result.y; }
    if f + 2u < p.filters { y[at + 2u] = result.z; }
    if f + 3u < p.filters { y[at + 3u] = result.w; }
}
