import Diffusion
import Engine
import Synchronization
import Tensors
import TestSupport
import Testing

@testable import Nodes

struct StepPreviewTests {
    private final class Shown: Sendable {
        private let list = Mutex<[Preview]>([])
        var previews: [Preview] { list.withLock(\.self) }
        func append(_ preview: Preview) { list.withLock { $0.append(preview) } }
    }

    @Test func `the first latent of a batch is shown at the size of its picture`() throws {
        try withFolders { folders in
            let shown = Shown()
            let context = RunContext(folders: folders) { shown.append($0) }
            let preview = try #require(try StepPreview(.stableDiffusion, context))
            // All zeros but for one channel, which the sums turn into one colour: 0.5 + 0.3512 / 2, …
            var values = [Float](repeating: 0, count: 2 * 4 * 2 * 3)
            for cell in 0..<6 { values[cell] = 1 }
            try preview.show(Tensor(values, shape: [2, 4, 2, 3]))
            let picture = try #require(shown.previews.first)
            #expect(picture.width == 24 && picture.height == 16)
            #expect(Array(picture.pixels.prefix(3)) == [172, 156, 168])
            #expect(Set(picture.pixels) == [172, 156, 168])
        }
    }

    @Test func `latents of an unknown kind are not shown`() throws {
        try withFolders { folders in
            let preview = try StepPreview(LatentFormat(channels: 7, scale: 1), RunContext(folders: folders))
            #expect(preview == nil)
        }
    }
}
