import Engine
import Formats
import Foundation
import Tensors
import Testing

@testable import Nodes

struct NodeMemoryTests {
    private let folders = Folders(models: [], input: "", output: "", temp: "")

    private func forecast(_ text: String) throws -> MemoryForecast {
        try Graph(parsing: Array(text.utf8)).check(against: NodeCatalog(builtInNodes), folders: folders)
            .memoryForecast()
    }

    @Test func `pictures of twelve tebibytes are foreseen from the graph alone`() throws {
        let forecast = try forecast(
            """
            {"1": {"class_type": "EmptyImage", "inputs":
                {"width": 16384, "height": 16384, "batch_size": 4096, "color": 0}},
             "2": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "large"}}}
            """)
        #expect(forecast.nodes.first?.outputs == 12 << 40)
        #expect(
            forecast.shortage(within: 16 << 30)?.description
                == "node 1 (EmptyImage): it needs 12.0 TiB of memory, 12.0 TiB of it for what it makes, but there are "
                + "16.0 GiB. Ask for a smaller size or a smaller batch, or raise --memory.")
        #expect(forecast.shortage(within: 13 << 40) == nil)
    }

    @Test func `sizes are followed from node to node, however large they become`() throws {
        let forecast = try forecast(
            """
            {"1": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 256, "batch_size": 2}},
             "2": {"class_type": "RepeatLatentBatch", "inputs": {"samples": ["1", 0], "amount": 64}},
             "3": {"class_type": "LatentUpscaleBy", "inputs":
                {"samples": ["2", 0], "upscale_method": "bicubic", "scale_by": 2}},
             "4": {"class_type": "PreviewAny", "inputs": {"source": ["3", 0]}}}
            """)
        #expect(forecast.nodes.map(\.outputs) == [65_536, 4_194_304, 16_777_216])

        var outline = ImageOutline(images: 4096, height: 16_384, width: 16_384)
        for _ in 0..<10 { outline.images = outline.images.saturatingMultiply(by: 4096) }
        #expect(outline.bytes == .max)
    }

    @Test func `decoding in tiles needs less than decoding whole`() {
        let large = ImageOutline(images: 1, height: 4096, width: 4096)
        #expect(large.decoding(inTilesOf: 512) < large.decoding / 4)
        let small = ImageOutline(images: 1, height: 256, width: 256)
        #expect(small.decoding < 1 << 30)
    }

    @Test func `what a picture takes is told by its file`() throws {
        try withFolders { folders in
            let picture = PNG.encode(Tensor(zeros: [200, 300, 3]))
            try Data(picture).write(to: URL(filePath: folders.input + "/wide.png"))
            let text = """
                {"1": {"class_type": "LoadImage", "inputs": {"image": "wide.png"}},
                 "2": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "wide"}}}
                """
            let graph = try Graph(parsing: Array(text.utf8))
            let forecast = try graph.check(against: NodeCatalog(builtInNodes), folders: folders).memoryForecast()
            #expect(forecast.nodes.map(\.outputs) == [16 * 300 * 200, 0])
            #expect(forecast.nodes.map(\.need.working) == [8 * 300 * 200, 6 * 300 * 200])
        }
    }

    @Test func `enlarging four times needs sixteen times the room`() {
        let rooms = [1, 4].map { ActivationMemory.enlarging(pixels: 4096, scale: $0, width: 64) - (16 << 20) }
        #expect(rooms[1] == 16 * rooms[0])
    }
}
