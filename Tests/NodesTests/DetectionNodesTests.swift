import Engine
import Foundation
import Tensors
import Testing

@testable import Nodes

/// Truth: what ComfyUI draws, recorded by `Tests/Golden/Detection/record_drawings.py`.
struct DetectionNodesTests {
    private struct Recorded: Decodable {
        struct Frame: Decodable {
            let canvas_width, canvas_height: Int
            let people: [[String: [Float]]]
        }

        struct Drawn: Decodable {
            let options: [Double]
            /// How many, and of which colour, again and again.
            let pictures: [[Int]]
        }

        struct Blank: Decodable {
            let shape: [Int]
            let pictures: [[Int]]
        }

        let frames: [Frame]
        let drawn: [Drawn]
        let faces: [[[[Double]]]]
        let boxes: [[Double]]
        struct Labelled: Decodable {
            let x, y, width, height: Double
            let label: String
            let score: Double?
        }

        let picture: [Int]
        let framed: [Int]
        let labelled: [Labelled]
        let lettered: [Int]
        let blank: Blank
    }

    private static func recorded() throws -> Recorded {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appending(path: "Golden/Detection/drawings.json")
        return try JSONDecoder().decode(Recorded.self, from: Data(contentsOf: file))
    }

    private static func poses(_ recorded: Recorded) -> PoseKeypoints {
        func points(_ flat: [Float]?) -> [PoseKeypoints.Point] {
            stride(from: 0, to: flat?.count ?? 0, by: 3).compactMap { index in
                flat.map { .init(x: $0[index], y: $0[index + 1], score: $0[index + 2]) }
            }
        }
        return PoseKeypoints(
            frames: recorded.frames.map { frame in
                PoseKeypoints.Frame(
                    width: frame.canvas_width, height: frame.canvas_height,
                    people: frame.people.map { person in
                        PoseKeypoints.Person(
                            body: points(person["pose_keypoints_2d"]), feet: points(person["foot_keypoints_2d"]),
                            face: points(person["face_keypoints_2d"]),
                            rightHand: points(person["hand_right_keypoints_2d"]),
                            leftHand: points(person["hand_left_keypoints_2d"]))
                    })
            })
    }

    /// Bytes as three of each colour.
    private static func bytes(_ runs: [Int]) -> [Int] {
        stride(from: 0, to: runs.count, by: 2).flatMap { index in
            let colour = runs[index + 1]
            let pixel = [colour >> 16, colour >> 8 & 255, colour & 255]
            return Array(repeatElement(pixel, count: runs[index]).joined())
        }
    }

    private static func bytes(_ pixels: Tensor) -> [Int] { pixels.array.map { Int(($0 * 255).rounded()) } }

    @Test func `poses are drawn pixel for pixel as ComfyUI draws them`() throws {
        let recorded = try Self.recorded()
        for drawn in recorded.drawn {
            let node = SDPoseDrawKeypoints()
            node.keypoints = Self.poses(recorded)
            let options = drawn.options
            (node.drawBody, node.drawHands) = (options[0] == 1, options[1] == 1)
            (node.drawFace, node.drawFeet) = (options[2] == 1, options[3] == 1)
            (node.stickWidth, node.facePointSize) = (Int(options[4]), Int(options[5]))
            (node.scoreThreshold, node.drawHead) = (options[6], options[7] == 1)
            try withFolders { try node.run(RunContext(folders: $0)) }
            for (index, runs) in drawn.pictures.enumerated() {
                let made = Self.bytes(node.drawn.pixels[rows: index..<index + 1])
                let different = zip(made, Self.bytes(runs)).count { $0 != $1 }
                #expect(different == 0, "options \(options), picture \(index): \(different) bytes")
            }
        }
    }

    @Test func `no poses give a small black picture`() throws {
        let node = SDPoseDrawKeypoints()
        node.keypoints = PoseKeypoints(frames: [])
        try withFolders { try node.run(RunContext(folders: $0)) }
        #expect(node.drawn.pixels.shape == [1, 64, 64, 3])
    }

    @Test func `faces are framed as ComfyUI frames them`() throws {
        let recorded = try Self.recorded()
        for (expected, settings) in zip(recorded.faces, [(1.5, true), (3.0, false)]) {
            let node = SDPoseFaceBBoxes()
            node.keypoints = Self.poses(recorded)
            (node.scale, node.forceSquare) = settings
            try withFolders { node.run(RunContext(folders: $0)) }
            guard case .frames(let frames) = node.faces else {
                Issue.record("one face for all")
                continue
            }
            #expect(frames.map { $0.map { [$0.x, $0.y, $0.width, $0.height] } } == expected)
        }
    }

    private static func boxes(_ recorded: Recorded) -> [BoundingBox] {
        recorded.boxes.map {
            BoundingBox(x: $0[0], y: $0[1], width: $0[2], height: $0[3], score: $0[4] < 0 ? nil : $0[4])
        }
    }

    @Test func `rectangles are drawn pixel for pixel as ComfyUI draws them`() throws {
        let recorded = try Self.recorded()
        let node = DrawBBoxes()
        node.bboxes = .frames([Self.boxes(recorded)])
        node.image = Image(pixels: Tensor(recorded.picture.map { Float($0) / 255 }, shape: [1, 80, 100, 3]))
        try withFolders { try node.run(RunContext(folders: $0)) }
        #expect(Self.bytes(node.drawn.pixels) == recorded.framed)
    }

    @Test func `without a picture, rectangles are drawn on black just large enough`() throws {
        let recorded = try Self.recorded()
        let node = DrawBBoxes()
        node.bboxes = .frames([Array(Self.boxes(recorded)[..<1]), Array(Self.boxes(recorded)[1...])])
        node.image = nil
        try withFolders { try node.run(RunContext(folders: $0)) }
        #expect(node.drawn.pixels.shape == recorded.blank.shape)
        #expect(Self.bytes(node.drawn.pixels) == recorded.blank.pictures.flatMap(Self.bytes))
    }

    @Test func `what a rectangle holds is written into it, pixel for pixel as ComfyUI writes it`() throws {
        let recorded = try Self.recorded()
        let node = DrawBBoxes()
        node.image = Image(pixels: Tensor(recorded.picture.map { Float($0) / 255 }, shape: [1, 80, 100, 3]))
        node.bboxes = .frames([
            recorded.labelled.map {
                BoundingBox(x: $0.x, y: $0.y, width: $0.width, height: $0.height, label: $0.label, score: $0.score)
            }
        ])
        try withFolders { try node.run(RunContext(folders: $0)) }
        let different = zip(Self.bytes(node.drawn.pixels), recorded.lettered).count { $0 != $1 }
        #expect(different == 0)
    }

    @Test func `what a picture's rectangles cover is cut out`() throws {
        let node = CropByBBoxes()
        node.image = Image(
            pixels: Tensor((0..<100 * 100 * 3).map { Float($0 / 3 % 100) / 100 }, shape: [1, 100, 100, 3]))
        node.bboxes = .frames([
            [
                BoundingBox(x: 10, y: 0, width: 10, height: 10), BoundingBox(x: 40.5, y: 20, width: 34, height: 44),
            ]
        ])
        (node.outputWidth, node.outputHeight) = (64, 64)
        try withFolders { try node.run(RunContext(folders: $0)) }
        // Columns 10 to 74, one pixel each.
        #expect(node.cut.pixels.shape == [1, 64, 64, 3])
        #expect(abs(node.cut.pixels.array[0] - 0.1) < 1e-6 && abs(node.cut.pixels.array[63 * 3] - 0.73) < 1e-6)
    }

    @Test func `results are the same after they were stored`() throws {
        let recorded = try Self.recorded()
        let poses = Self.poses(recorded)
        let kept = try #require(poses.stored.flatMap { PoseKeypoints($0) })
        #expect(kept.frames.map { $0.people.map(\.face) } == poses.frames.map { $0.people.map(\.face) })
        let boxes = BoundingBoxes.frames([Self.boxes(recorded), []])
        #expect(boxes.stored.flatMap { BoundingBoxes($0) }?.frames(for: 2) == boxes.frames(for: 2))
        let curve = Curve(points: [.init(x: 0, y: 0.125), .init(x: 1, y: 1)], interpolation: .linear)
        #expect(curve.stored.flatMap { Curve($0) }?.levels() == curve.levels())
    }
}
