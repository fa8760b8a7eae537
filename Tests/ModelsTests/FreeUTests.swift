import Models
import Tensors
import TestSupport
import Testing

/// Truth: the paper's formulas by torch's Fourier transform.
struct FreeUTests {
    @Test(arguments: [(FreeU.Version.one, "one"), (.two, "two")], [4, 2])
    func `half of the hidden channels grow, the skip's coarsest waves shrink`(
        version: (FreeU.Version, String), multiple: Int
    ) throws {
        let golden = try GoldenFile("freeu")
        // The golden's 16 channels stand for four, or two, times the model's.
        let patch =
            multiple == 4
            ? FreeU(b1: 1.3, b2: 9, s1: 0.4, s2: 9, modelChannels: 4, version: version.0)
            : FreeU(b1: 9, b2: 1.3, s1: 9, s2: 0.4, modelChannels: 8, version: version.0)
        let (hidden, skip) = try patch(golden["hidden"], golden["skip"])
        golden.check("hidden.\(version.1)", hidden)
        golden.check("skip.damped", skip)
    }

    @Test func `blocks of other widths are left alone`() throws {
        let golden = try GoldenFile("freeu")
        let patch = FreeU(b1: 2, b2: 2, s1: 2, s2: 2, modelChannels: 16, version: .one)
        let (hidden, skip) = try patch(golden["hidden"], golden["skip"])
        #expect(try hidden.array == golden["hidden"].array)
        #expect(try skip.array == golden["skip"].array)
    }
}
