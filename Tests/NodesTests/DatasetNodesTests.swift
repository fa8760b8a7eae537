import Diffusion
import Engine
import Formats
import Foundation
import Tensors
import Testing

@testable import Nodes

/// Truth: what ComfyUI makes, recorded by `Tests/Golden/Datasets/record_datasets.py`.
struct DatasetNodesTests {
    private static let nowhere = RunContext(folders: Folders(models: [], input: "", output: "", temp: ""))

    /// Whether two texts are the same scalar for scalar; `==` takes an accent by itself and one on a letter for the same.
    private static func same(_ a: String, _ b: String) -> Bool { a.unicodeScalars.elementsEqual(b.unicodeScalars) }

    @Test func `texts are changed as Python changes them`() throws {
        for recorded in try RecordedDatasets.read().texts {
            let lower = TextToLowercase()
            lower.texts = recorded.text
            lower.run(Self.nowhere)
            #expect(Self.same(lower.changed, recorded.lower), "\(recorded.text.debugDescription)")
            let upper = TextToUppercase()
            upper.texts = recorded.text
            upper.run(Self.nowhere)
            #expect(Self.same(upper.changed, recorded.upper), "\(recorded.text.debugDescription)")
            let stripped = StripWhitespace()
            stripped.texts = recorded.text
            stripped.run(Self.nowhere)
            #expect(Self.same(stripped.changed, recorded.stripped), "\(recorded.text.debugDescription)")
            for (length, cut) in zip([1, 4, 77], recorded.cut) {
                let node = TruncateText()
                (node.texts, node.maxLength) = (recorded.text, length)
                node.run(Self.nowhere)
                #expect(Self.same(node.changed, cut), "\(recorded.text.debugDescription)")
            }
            let prefix = AddTextPrefix()
            (prefix.texts, prefix.prefix) = (recorded.text, "\u{301}<")
            prefix.run(Self.nowhere)
            let suffix = AddTextSuffix()
            (suffix.texts, suffix.suffix) = (prefix.changed, "\u{301}>")
            suffix.run(Self.nowhere)
            #expect(Self.same(suffix.changed, recorded.framed), "\(recorded.text.debugDescription)")
            for (pair, replaced) in zip([("a", "bb"), ("", "-"), ("abc", ""), ("É", "e")], recorded.replaced) {
                let node = ReplaceText()
                (node.texts, node.find, node.replace) = (recorded.text, pair.0, pair.1)
                node.run(Self.nowhere)
                #expect(Self.same(node.changed, replaced), "\(recorded.text.debugDescription), \(pair)")
            }
        }
    }

    @Test func `pictures are cut where NumPy's numbers say`() throws {
        for recorded in try RecordedDatasets.read().crops {
            let pixels = RecordedDatasets.pictures(1, recorded.picture[0], recorded.picture[1])
            let node = RandomCropImages()
            node.images = Image(pixels: pixels)
            (node.height, node.width) = (recorded.asked[0], recorded.asked[1])
            node.seed = try #require(UInt64(recorded.seed))
            node.run(Self.nowhere)
            let (top, left) = (recorded.place[0], recorded.place[1])
            let truth = pixels.window(
                top..<top + recorded.cut[0], left..<left + recorded.cut[1], axes: (1, 2)
            ).inBytes
            #expect(node.cropped.pixels.shape == truth.shape)
            #expect(node.cropped.pixels.array == truth.array, "seed \(recorded.seed)")
        }
    }

    @Test func `lists are shuffled in NumPy's order, and pictures keep their texts`() throws {
        for recorded in try RecordedDatasets.read().orders {
            let images = recorded.order.indices.map {
                Image(pixels: Tensor(repeating: Float($0), shape: [1, 1, 1, 3]))
            }
            let seed = try #require(UInt64(recorded.seed))
            let node = ShuffleDataset()
            // A batch is taken apart.
            node.images = [Image(pixels: concatenate(images.map(\.pixels), axis: 0))]
            node.seed = seed
            node.run(Self.nowhere)
            #expect(node.shuffled.map { Int($0.pixels.array[0]) } == recorded.order)
            let pairs = ShuffleImageTextDataset()
            pairs.images = images
            pairs.texts = images.indices.map { "\($0)" } + ["one too many"]
            pairs.seed = seed
            try pairs.run(Self.nowhere)
            #expect(pairs.shuffledImages.map { Int($0.pixels.array[0]) } == recorded.order)
            #expect(pairs.shuffledTexts == recorded.order.map { "\($0)" })
        }
    }

    @Test func `pictures that look alike are left out as in ComfyUI`() throws {
        let recorded = try RecordedDatasets.read().alike
        let images = recorded.pictures.map { picture in
            Image(pixels: Tensor(picture.bytes.map { Float($0) / 255 }, shape: picture.shape))
        }
        let singles = images.singles.map(\.pixels)
        for wanted in recorded.kept {
            let node = ImageDeduplication()
            (node.images, node.similarityThreshold) = (images, wanted.threshold)
            try node.run(Self.nowhere)
            let truth = wanted.kept.map { singles[$0] }
            #expect(node.kept.map(\.pixels.shape) == truth.map(\.shape), "\(wanted.threshold)")
            #expect(node.kept.map(\.pixels.array) == truth.map(\.array), "\(wanted.threshold)")
        }
    }

    @Test func `lists are handed on whole`() {
        let pictures = MergeImageLists()
        pictures.images = [Image(pixels: Tensor(zeros: [2, 1, 1, 3])), Image(pixels: Tensor(zeros: [1, 2, 1, 3]))]
        pictures.run(Self.nowhere)
        #expect(pictures.merged.map(\.pixels.shape) == [[1, 1, 1, 3], [1, 1, 1, 3], [1, 2, 1, 3]])
        let texts = MergeTextLists()
        texts.texts = ["a", "b"]
        texts.run(Self.nowhere)
        #expect(texts.merged == ["a", "b"])
    }

    @Test func `latents of one size come together with their prompts`() throws {
        let recorded = try RecordedDatasets.read().buckets
        let node = ResolutionBucket()
        node.latents = recorded.sizes.enumerated().map { index, size in
            Latent(samples: Tensor(repeating: Float(index), shape: [size[0], 4, size[1], size[2]]))
        }
        node.conditioning = recorded.sizes.enumerated().map { index, size in
            Conditioning(
                (0..<size[0]).map { ConditioningEntry(context: Tensor([Float(index), Float($0)], shape: [1, 1, 2])) })
        }
        try node.run(Self.nowhere)
        #expect(node.batches.map(\.samples.shape) == recorded.shapes)
        let firsts = node.batches.map { batch in
            (0..<batch.samples.shape[0]).map { Int(batch.samples[rows: $0..<$0 + 1].array[0]) }
        }
        #expect(firsts == recorded.values)
        let prompts = node.prompts.map { $0.entries.map { "\(Int($0.context.array[0])).\(Int($0.context.array[1]))" } }
        #expect(prompts == recorded.prompts)
    }

    @Test func `lists of other lengths are refused`() {
        let node = ShuffleImageTextDataset()
        node.images = [Image(pixels: Tensor(zeros: [1, 1, 1, 3]))]
        node.texts = []
        #expect(throws: DatasetError.otherNumbers(1, "pictures", 0, "texts")) { try node.run(Self.nowhere) }
        let bucket = ResolutionBucket()
        bucket.latents = [Latent(samples: Tensor(zeros: [2, 4, 1, 1]))]
        bucket.conditioning = []
        #expect(throws: DatasetError.otherNumbers(1, "latents", 0, "prompts")) { try bucket.run(Self.nowhere) }
        bucket.conditioning = [Conditioning([ConditioningEntry(context: Tensor(zeros: [1, 1, 1]))])]
        #expect(throws: DatasetError.otherNumbers(2, "latents of a batch", 1, "prompts")) {
            try bucket.run(Self.nowhere)
        }
        let making = MakeTrainingDataset()
        making.images = Array(repeating: Image(pixels: Tensor(zeros: [1, 8, 8, 3])), count: 3)
        making.texts = ["one", "two"]
        #expect(throws: DatasetError.otherNumbers(3, "pictures", 2, "texts")) { try making.run(Self.nowhere) }
    }

    @Test(arguments: [
        (
            DatasetError.noPictures(folder: "a"),
            "the folder 'a': holds no pictures. Put PNG, JPEG or WebP files into it."
        ),
        (
            .tooMany(folder: "a"),
            "the folder 'a': names more than 1000000 pictures, repeated ones included. Use smaller numbers."
        ),
        (
            .otherNumbers(3, "pictures", 2, "texts"),
            "the lists: there are 3 pictures and 2 texts. Give one for each."
        ),
        (.batch(4), "images: a batch of 4 pictures is no single picture. Take it apart with RebatchImages."),
        (
            .leavesFolder("../a"),
            "the folder '../a' lies outside of the output folder. Use a relative name such as 'dataset'."
        ),
    ])
    func `faults are told with what to do`(fault: DatasetError, sentence: String) {
        #expect("\(fault)" == sentence)
    }
}
