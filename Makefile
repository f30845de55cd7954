# Hội Nhập. Mọi việc nằm trong scripts/; make chỉ gọi chúng. / The recipes live in scripts/; make only calls them.
.PHONY: run test check bench gains setup messages locks clean
PORT ?=

run: ## Mở trang web / serve the site
	@scripts/setup base
	@.venv/bin/python -m hoinhap.site.serve $(if $(PORT),--port $(PORT))

test: ## Chạy mọi kiểm thử / run every test
	@scripts/setup dev
	@scripts/test $(ARGS)

check: ## Phong cách, kiểu, kiến trúc, giấy phép / style, types, architecture, licences
	@scripts/setup dev
	@scripts/check

bench: ## Đo và so sánh / figures beside their peers
	@scripts/setup dev
	@.venv/bin/python -m bench $(ARGS)

gains: ## Thay đổi luật đọc được gì, mất gì / what a change of the reader gains and loses
	@scripts/setup dev
	@.venv/bin/python scripts/gains.py $(ARGS)

setup:
	@scripts/setup dev

messages: ## Cập nhật bản dịch / refresh the catalogue
	@scripts/messages

locks: ## Khóa lại phụ thuộc / lock the dependencies again
	@scripts/locks

clean:
	rm -rf .venv data .pytest_cache .ruff_cache .mypy_cache
