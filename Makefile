# A short front to Meson. `make run` shows the program, `make test` tries everything.
BUILD   = build
PREFIX ?= /usr/local
LISTEN ?= 127.0.0.1:8080
DATA   ?= data

.PHONY: build all run test bench soak tidy install deb clean

# What is shipped; `all` builds the tests beside it.
build:
	@sh tool/need build
	@test -f $(BUILD)/build.ninja || meson setup $(BUILD)
	@ninja -C $(BUILD) tongban tongban-viewer

all: build
	@ninja -C $(BUILD)

run: build
	@$(BUILD)/tongban demo --data $(DATA) --listen $(LISTEN)

test:
	@sh tool/need test
	@sh tool/run_tests

bench: all
	@sh tool/need bench
	@meson test -C $(BUILD) --benchmark --suite bench --no-rebuild --verbose

soak: all
	@sh tool/need soak
	@sh tool/run_soak

tidy: all
	@sh tool/need test
	@$(BUILD)/test/tidy . $(BUILD)

install: build
	@meson configure $(BUILD) -Dprefix=$(PREFIX)
	@meson install -C $(BUILD)

deb:
	@sh tool/need deb
	@sh tool/build_deb

clean:
	rm -rf build build-*
