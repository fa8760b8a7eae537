import Testing

@testable import Engine

struct NearestNameTests {
    static let distances: [(String, String, Int)] = [
        ("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("ab", "ba", 1), ("KSampler", "KSamler", 1),
        ("flaw", "lawn", 2),
    ]

    @Test(arguments: distances) func `the distance counts edits and swaps`(a: String, b: String, distance: Int) {
        let (a, b) = (Array(a.unicodeScalars), Array(b.unicodeScalars))
        #expect(editDistance(a, b, limit: 10) == distance)
        #expect(editDistance(b, a, limit: distance) == distance)
        if distance > 0 { #expect(editDistance(a, b, limit: distance - 1) == nil) }
    }

    @Test func `the nearest name is found in spite of case, and none that is far`() {
        let names = ["KSampler", "KSamplerAdvanced", "VAEDecode", "VAEEncode"]
        #expect(nearest(to: "ksampler", among: names) == "KSampler")
        #expect(nearest(to: "VAEDecod", among: names) == "VAEDecode")
        #expect(nearest(to: "KSamplerAdvansed", among: names) == "KSamplerAdvanced")
        #expect(nearest(to: "LoadImage", among: names) == nil)
        #expect(nearest(to: "", among: names) == nil)
        #expect(nearest(to: String(repeating: "N", count: 1_000_000), among: names) == nil)
    }
}
