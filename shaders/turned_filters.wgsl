// w turned by 180°, channels and filters exchanged: [K,C,F] → [K,F,C].      CPU twin: crates/compute/src/ops/conv2d.rs
struct Params { taps: u32, channels: u32, filters: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> w: array<f32>;
@group(0) @binding(2) var<storage, read_write> turned: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    let size = p.channels * p.filters;
    if i >= p.taps * size { return; }
    let tap = i / size;
    let f = i % size / p.channels;
    let c = i % p.channels;
    turned[i] = w[((p.taps - 1u - tap) * p.channels + c) * p.filters + f];
}
