//! ONNX's tests of the operators that Nabla has (`onnx/cases.bin`), on each device. `cargo xtask test onnx` runs all
//! that the current `onnx` package makes, or any other folder of such cases.

use nabla_compute::Device;
use nabla_tests::onnx::{Cases, Report};

nabla_tests::on_each_device! {
    async fn operations_pass_onnxs_tests(device: &Device) {
        let cases = Cases::read(include_bytes!("onnx/cases.bin")).expect("cases.bin").cases;
        let mut report = Report::default();
        for case in &cases {
            report.add(&case.name, &case.operations(), case.run(std::slice::from_ref(device)).await);
        }
        let counts = report.counts();
        assert!(counts.passed == cases.len() && counts.passed >= 150, "{report}");
    }
}
