import Foundation
import Formats
import TestSupport
import Tensors
import Testing

@testable import Models

struct HeatmapPeaksTests {
    /// One map with a bell of its own.
    private func map(height: Int, width: Int, _ value: (_ x: Double, _ y: Double) -> Double) -> Tensor {
        Tensor(
            (0..<height * width).map { Float(value(Double($0 % width), Double($0 / width))) },
            shape: [1, height, width, 1])
    }

    private func bell(_ x: Double, _ y: Double) -> Double { exp(-(x * x + y * y) / 8) }

    @Test func `places and heights are those of ComfyUI's head`() throws {
        let recorded = try SDPoseTests.recorded()
        let maps = try #require(recorded["bells"]).tensor()
        let truth = try #require(recorded["bells.points"]).tensor().array
        // In pixels of a picture of 96 × 128.
        let found = HeatmapPeaks(maps).images.joined().flatMap { peak in
            peak.isFound ? [peak.x * (95 / 23), peak.y * (127 / 31), peak.height] : [-1, -1, peak.height]
        }
        #expect(relativeError(found, truth) < 1e-6)
        #expect(found.count { $0 == -1 } > 0)
    }

    @Test(arguments: [(9.3, 12.8), (10, 10), (6.51, 13.49)])
    func `the middle of a bell is found between cells`(x: Double, y: Double) throws {
        let peak = try #require(HeatmapPeaks(map(height: 24, width: 20) { bell($0 - x, $1 - y) }).images.first?.first)
        #expect(abs(Double(peak.x) - x) < 0.01 && abs(Double(peak.y) - y) < 0.01, "\(peak)")
    }

    @Test func `a map that is nowhere above zero has no peak`() {
        let peaks = HeatmapPeaks(map(height: 8, width: 6) { x, _ in x == 3 ? -0.5 : -1 }).images
        #expect(peaks == [[HeatmapPeaks.Peak(x: -1, y: -1, height: -0.5)]])
        #expect(peaks.first?.first?.isFound == false)
    }

    @Test func `the first of equal places counts, and flat maps have no slope`() throws {
        let peak = try #require(HeatmapPeaks(map(height: 30, width: 30) { _, _ in 50 }).images.first?.first)
        #expect(peak.height == 50 && peak.x.isFinite && peak.y.isFinite)
    }

    @Test func `a peak in a corner stays finite`() throws {
        let peak = try #require(HeatmapPeaks(map(height: 9, width: 7, bell)).images.first?.first)
        #expect(peak.height == 1 && abs(peak.x) < 1 && abs(peak.y) < 1, "\(peak)")
    }
}
