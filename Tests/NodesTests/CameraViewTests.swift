import Tensors
import Testing

@testable import Nodes

struct CameraViewTests {
    /// The numbers of PyTorch in 32 bits, as ComfyUI computes them.
    @Test(arguments: [
        (10.1, -37.5, [-0.176_278_23, -0.608_761_43, 0.793_353_3, 1.570_796_4] as [Float]),
        (-20, 180, [0.349_065_84, -8.742_277_7e-08, -1, 1.570_796_4]),
    ])
    func `a view is told by angles from the pole and around`(elevation: Double, azimuth: Double, wanted: [Float]) {
        let found = CameraView(elevation: elevation, azimuth: azimuth).embedding
        #expect(found.shape == [1, 1, 4])
        #expect(zip(found.array, wanted).allSatisfy { abs($0 - $1) < 2e-7 })
    }
}
