import Engine
import Foundation
import JSON
import Tensors
import Testing

@testable import Nodes

/// Truth: ComfyUI's curves and histograms, recorded by `Tests/Golden/Shading/record_curves.py`.
struct CurveTests {
    private struct Recorded: Decodable {
        struct Drawn: Decodable {
            let name: String
            let points: [[Double]]
            let interpolation: String
            let levels: [Double]
        }

        let curves: [Drawn]
        let pixels: [Float]
        let counts: [[Int]]
    }

    private static func recorded() throws -> Recorded {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appending(path: "Golden/Shading/curves.json")
        return try JSONDecoder().decode(Recorded.self, from: Data(contentsOf: file))
    }

    @Test func `curves go where ComfyUI's go`() throws {
        for drawn in try Self.recorded().curves {
            let points = drawn.points.map { Curve.Point(x: $0[0], y: $0[1]) }
            let interpolation = try #require(Curve.Interpolation(rawValue: drawn.interpolation))
            let levels = Curve(points: points, interpolation: interpolation).levels()
            let far = zip(levels, drawn.levels).filter { abs($0 - $1) > 1e-8 }
            #expect(far.isEmpty && levels.count == 256, "\(drawn.name), \(drawn.interpolation): \(far.prefix(3))")
        }
    }

    @Test func `levels are counted as ComfyUI counts them`() throws {
        try withFolders { folders in
            let recorded = try Self.recorded()
            let node = ImageHistogram()
            node.image = Image(pixels: Tensor(recorded.pixels, shape: [1, 12, 11, 3]))
            try node.run(RunContext(folders: folders))
            let made = [node.average, node.luminance, node.red, node.green, node.blue].map(\.counts)
            #expect(made == recorded.counts)
        }
    }

    @Test func `a curve may be a bare list of points`() throws {
        let curve = try Curve([[0, 0.5], [1, 1]])
        #expect(curve.points == [.init(x: 0, y: 0.5), .init(x: 1, y: 1)] && curve.interpolation == .monotoneCubic)
        #expect(try Curve(["points": [[0, 0]], "interpolation": "wavy"]).interpolation == .monotoneCubic)
    }

    static let faults: [(JSONValue, String)] = [
        ([:], "curve: there is no list of points. Write it as {\"points\": [[0, 0], [1, 1]]}."),
        (["points": [[0, 0], [1]]], "curve, point 2: [1] is no pair of numbers. Write each point as [0.5, 0.5]."),
        ([[0, "a"]], "curve, point 1: [0,\"a\"] is no pair of numbers. Write each point as [0.5, 0.5]."),
    ]

    @Test(arguments: faults)
    func `what is no curve is said`(json: JSONValue, expected: String) {
        let error = #expect(throws: CurveError.self) { try Curve(json) }
        #expect(error?.description == expected)
    }

    @Test func `a graph writes a curve as an object, and bad points are an issue of the graph`() throws {
        try withFolders { (folders: Folders) throws in
            func issues(_ curve: String) throws -> [String] {
                let text = """
                    {"1": {"class_type": "EmptyImage", "inputs": {"width": 8, "height": 8, "batch_size": 1, "color": 0}},
                    "2": {"class_type": "CurveEditor", "inputs": {"curve": \(curve)}},
                    "3": {"class_type": "GLSLShader", "inputs": {"fragment_shader": "#version 300 es\\nvoid main() { }",
                    "size_mode": "from_input", "images.image0": ["1", 0], "floats.u_float0": 0.5, "ints.u_int0": 3,
                    "bools.u_bool0": true, "curves.u_curve0": ["2", 0]}},
                    "4": {"class_type": "PreviewImage", "inputs": {"images": ["3", 0]}}}
                    """
                let graph = try Graph(parsing: Array(text.utf8))
                do throws(GraphIssues) {
                    _ = try graph.check(against: NodeCatalog(builtInNodes), folders: folders)
                    return []
                } catch {
                    return error.issues.map(\.description)
                }
            }
            #expect(try issues("{\"points\": [[0, 0], [1, 1]]}") == [])
            #expect(try issues("{\"points\": [[0, 0], 1]}").count == 1)
            #expect(try issues("3").count == 1)
        }
    }
}
