# What a person types here. `make demo` and `make test` work on a fresh clone; everything else is for those who change the code.

SWIFT ?= swift
BINARY := .build/release/darkroom
MODELS ?= models/synthetic

.PHONY: book lora-cost memory-forecast cache-check cache-rerun cache-resume cache-shared demo test check format build install-dependencies bench bench-peers bench-llm parity conversion json-suite starter-report schema-check batch-kill farm-test graph-goldens size toolbox unsafe workflows

## Installs what is missing, builds, runs a saved workflow on the embedded models, prints the picture's path.
demo: build
	@$(BINARY) run graphs/text-to-image.json

## Installs what is missing and runs every test.
test: install-dependencies
	$(SWIFT) test

## What to run before a commit: format, undeclared imports, warnings as errors, tests.
check: install-dependencies
	$(SWIFT) format lint --strict --recursive Package.swift Sources nodes Tests Benchmarks
	$(SWIFT) build --build-tests --explicit-target-dependency-import-check error
	$(SWIFT) test
	@$(MAKE) --no-print-directory unsafe

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources nodes Tests Benchmarks

build: install-dependencies
	$(SWIFT) build -c release --product darkroom

install-dependencies:
	@sh .ci/install

## Kernel benchmarks beside the machine's ceilings: make bench FILTER=matmul
bench: install-dependencies
	$(SWIFT) build -c release --product Benchmarks
	.build/release/Benchmarks $(FILTER)

## One Stable Diffusion 1.5 step against PyTorch, in turns, on this machine.
bench-peers: build
	sh Benchmarks/peers/run.sh

## Language models against llama.cpp, in turns, on this machine; writes the models it needs to models/synthetic/llm (5 GB).
bench-llm: install-dependencies
	$(SWIFT) build -c release --product LanguageBenchmarks
	sh Benchmarks/peers/run-llm.sh

## Pictures against ComfyUI's: make parity MEASURE=<folder with check.py and goldens> MODELS=<synthetic checkpoints>
parity: build
	python3 $(MEASURE)/check.py --set spine --darkroom $(BINARY) --models $(MODELS)

## Hooks, patches and each family of Stable Diffusion against ComfyUI's pictures: make toolbox MEASURE=… MODELS=… (writes 12 GB)
toolbox: build
	python3 Tests/Golden/Toolbox/make_models.py $(MEASURE) $(MODELS)
	python3 $(MEASURE)/check.py --set all --dir Tests/Golden/Toolbox --golden Tests/Golden/Toolbox --darkroom $(BINARY) --models $(MODELS)

## Other people's workflows with small stand-ins for their models: make workflows WORKFLOWS=… STANDINS=… WORK=… OPTIONS="--family SDXL"
workflows: build
	python3 Tests/Endurance/run-workflows.py $(BINARY) $(WORKFLOWS) $(STANDINS) $(WORK) $(OPTIONS)

## Records anew what every graph of graphs/ makes on the embedded models: after a graph or a model has changed.
graph-goldens: install-dependencies
	DARKROOM_RECORD=1 $(SWIFT) test --filter GraphGoldensTests

## Kills a batch of 30 jobs at 200 random moments, and checks that nothing is torn, lost, rewritten or done twice.
batch-kill: build
	Tests/Endurance/batch-kill.sh $(BINARY) $(KILLS)

## Runs every graph of graphs/, makes everything anew, and compares it with the cache bit for bit.
cache-check: build
	Tests/Endurance/cache-check.sh $(BINARY)

## What `plan` says that graphs take against what their runs take: make memory-forecast GRAPHS="a.json b.json" OPTIONS="--models …"
memory-forecast: build
	Tests/Endurance/memory-forecast.sh $(BINARY) $(GRAPHS) -- $(OPTIONS)

## What a LoRA costs, and that taking it away brings back every byte: make lora-cost MODELS=… CHECKPOINT=… LORA=…
lora-cost: build
	Tests/Endurance/lora-cost.py $(BINARY) $(MODELS) $(CHECKPOINT) $(LORA)

## How long a run takes that finds everything in the cache, and which files it opens.
cache-rerun: build
	Tests/Endurance/cache-rerun.sh $(BINARY)

## Kills runs in the middle of sampling, and checks that they go on where they were.
cache-resume: build
	Tests/Endurance/cache-resume.sh $(BINARY)

## Four processes on one small cache for five minutes, with damage: make cache-shared CACHE_SECONDS=300
cache-shared: build
	Tests/Endurance/cache-shared.sh $(BINARY) $(CACHE_SECONDS)

## A Slurm controller and node on this machine, an array of 8 over 64 jobs, two tasks killed.
farm-test: build
	farm/slurm/test.sh $(BINARY)

## Conversion of the editor's workflows against ComfyUI's page: make conversion CORPUS=<workflows> GOLDEN=<what its page made>
conversion: build
	python3 Tests/Golden/Workflows/check_conversion.py $(CORPUS) $(GOLDEN) --darkroom $(BINARY)

## The JSON reader against JSONTestSuite: make json-suite SUITE=<folder with its y_, n_ and i_ files>
json-suite: install-dependencies
	JSON_TEST_SUITE=$(SUITE) $(SWIFT) test --filter JSONTestSuiteTests

## A thousand texts of random models for twenty JSON Schemas, each held against the validator jsonschema.
schema-check: build
	Tests/Endurance/schema-check.sh $(BINARY) $(TEXTS)

## A text of 400,000 tokens through the book graph, killed and started again: make book TOKENS=400000
book: build
	Tests/Endurance/book.py $(BINARY) $(TOKENS)

## What the embedded models can do, in numbers.
starter-report:
	sh training/report.sh

size:
	@find Sources nodes -name '*.swift' | xargs wc -l | sort -rn | sed -n '2,11p'
	@for target in Sources/* nodes; do printf '%7d %s\n' "$$(find $$target -name '*.swift' | xargs cat | wc -l)" "$$target"; done

## Where the word `unsafe` occurs outside the kernels.
unsafe:
	@grep -rlw unsafe Sources nodes --include='*.swift' | grep -v '^Sources/Kernels/' || true
